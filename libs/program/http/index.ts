export { UnmappedController } from './unmapped.controller.ts';
