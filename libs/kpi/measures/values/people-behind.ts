/** How many people stand behind things that may name one; those that name nobody count as people of their own. */
export function peopleBehind(things: readonly { readonly learner: string }[]): number {
  const told = new Set(things.flatMap(({ learner }) => (learner === '' ? [] : learner)));
  return told.size + things.filter(({ learner }) => learner === '').length;
}
