export { KpisController } from './kpis.controller.ts';
