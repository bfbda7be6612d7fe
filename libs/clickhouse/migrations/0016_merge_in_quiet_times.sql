-- Merges wait for eight parts (0001), which spares intake, and a store that nobody writes to any more stayed at its eight to twelve parts for ever, each of which
-- a page has to look into. What is older than six hours is merged though fewer, so that a day of rest leaves one part (docs/decisions/0017).
-- A statement an hour would have everything written again and again: hence hours, and no merge, of the usual ones neither, makes parts above 10 GiB.
-- Not so for attachments, which are read by their key, piece by piece.
ALTER TABLE learner_events ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE work_events ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE practice_events ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE statement_events ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE event_identities ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE learning_facts ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE cmi5_facts ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE statement_index ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;

ALTER TABLE documents ${onCluster} MODIFY SETTING min_age_to_force_merge_seconds = 21600, max_bytes_to_merge_at_max_space_in_pool = 10737418240;
