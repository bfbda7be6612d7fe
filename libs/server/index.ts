export { serve, type ServeOptions, type Server } from './serve.ts';
export { runProcess, untilStopped } from './run-process.ts';
export { version } from './version.ts';
