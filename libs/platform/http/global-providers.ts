import type { DynamicModule, Provider } from '@nestjs/common';

class GlobalProviders {}

/** A module whose providers every other module of the application may inject: what a main has opened before Nest starts. */
export function globalProviders(providers: readonly Provider[]): DynamicModule {
  const all = [...providers];
  return {
    module: GlobalProviders,
    global: true,
    providers: all,
    exports: all.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
  };
}
