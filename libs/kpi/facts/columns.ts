import { z } from 'zod';

/** Facts that name the program, or none: whose those are is for its scope to say. */
export const OF_PROGRAM = `program IN ('', {program:String})`;
export const programParameters = z.object({ program: z.string() });
