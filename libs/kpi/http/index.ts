export { FindingsController } from './findings.controller.ts';
export { KpisController } from './kpis.controller.ts';
export { MeasuresController } from './measures.controller.ts';
