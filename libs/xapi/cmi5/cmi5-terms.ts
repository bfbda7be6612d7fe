import { activityIds } from '../statement/activity-ids.ts';

/** cmi5 9.6.2.1: the category of every statement that cmi5 defines. */
export const CMI5_CATEGORY = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';

/** Whether the activities of the kind `category` say that cmi5 defines their statement. */
export function isOfCmi5(category: unknown): boolean {
  return activityIds(category).includes(CMI5_CATEGORY);
}

/** cmi5 9.6.3: what a context says of its launch. */
export const cmi5Extension = (
  name: 'sessionid' | 'masteryscore' | 'launchmode' | 'launchurl' | 'moveon' | 'launchparameters',
): string => `https://w3id.org/xapi/cmi5/context/extensions/${name}`;

/** cmi5 10.0: the state document in which an AU finds what it was launched with. */
export const LAUNCH_DATA = 'LMS.LaunchData';

export const VERBS = {
  launched: 'http://adlnet.gov/expapi/verbs/launched',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
  abandoned: 'https://w3id.org/xapi/adl/verbs/abandoned',
  waived: 'https://w3id.org/xapi/adl/verbs/waived',
  satisfied: 'https://w3id.org/xapi/adl/verbs/satisfied',
} as const;
