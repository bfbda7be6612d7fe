/** Whether work was seen before the program or after it, as the sender says. */
export const moments = ['before', 'after'] as const;
export type WorkMoment = (typeof moments)[number];
