import { z } from 'zod';

/** Facts that name the program, or none: whose those are is for its scope to say. */
export const OF_PROGRAM = `program IN ('', {program:String})`;
export const programParameters = z.object({ program: z.string() });

/** What the views of program facts take that settle both clocks themselves. */
export const clockedParameters = z.object({ program: z.string(), as_of: z.string(), known_by: z.string() });
