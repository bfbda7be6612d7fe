// The package's own types describe its CommonJS door, where the loader is `default` of what is imported; the ES module's
// default export, which is what Node loads here, is the loader itself.
declare module 'highs' {
  import type { Highs } from 'highs/legacy-types';
  export type { Highs, Model, SymbolDisposable } from 'highs/legacy-types';
  export default function loadHighs(): Promise<Highs>;
}
