import type { LearningFacts } from './learning-facts.ts';

export interface ModuleReach {
  readonly module: string;
  readonly title: string;
  /** null: a common module */
  readonly track: string | null;
  /** learners of the adjusted cohort it is required of, and those who met it; null when suppressed */
  readonly cohort: number | null;
  readonly completed: number | null;
  readonly suppressed: boolean;
}

/** Every required module in program order. A module of a track is shown where that track's row of completion is. */
export function moduleReach({ frame, cohort, progress, hiddenTracks }: LearningFacts): ModuleReach[] {
  const { common, tracks, privacy } = frame.program;
  const modules = [
    ...common.modules.map((module) => ({ module, track: null })),
    ...tracks.flatMap(({ id, modules }) => modules.map((module) => ({ module, track: id }))),
  ].filter(({ module }) => module.required);
  const hideAll = cohort.length > 0 && cohort.length < privacy.minimumGroup.counts;
  return modules.map(({ module: { id, title }, track }) => {
    const required = progress.filter(({ member }) => member.required.some((asked) => asked.id === id));
    const suppressed = hideAll || (track !== null && hiddenTracks.has(track));
    const met = required.filter(({ missing }) => missing.every((asked) => asked.id !== id)).length;
    return {
      module: id,
      title,
      track,
      cohort: suppressed ? null : required.length,
      completed: suppressed ? null : met,
      suppressed,
    };
  });
}
