export { DashboardsController } from './dashboards.controller.ts';
export { ReportsController } from './reports.controller.ts';
export { SignInFilter } from './sign-in.filter.ts';
