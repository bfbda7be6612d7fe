export * from './suppression/suppression.ts';
