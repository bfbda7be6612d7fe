export * from './time/instant.ts';
export * from './time/clock.ts';
export * from './problem.ts';
export * from './json-pointer.ts';
export * from './zod-problem.ts';
export * from './http/principal.ts';
export * from './ids.ts';
export * from './project-root.ts';
