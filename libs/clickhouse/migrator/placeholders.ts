import { MigrationRefused } from './errors.ts';

/** What differs between one server and a cluster. */
export interface EngineParameters {
  /** Makes tables replicated and every statement run on this cluster. */
  readonly cluster?: string;
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const ENGINE = /^engine:(\w*MergeTree)$/;

/**
 * `${engine:ReplacingMergeTree}` becomes the engine's name, replicated on a cluster; `${onCluster}` becomes
 * `ON CLUSTER name` or nothing. The dollar sign keeps them apart from query parameters like `{tenant:String}`.
 * @throws MigrationRefused for any other placeholder
 */
export function fillPlaceholders(template: string, file: string, engine: EngineParameters): string {
  return template.replaceAll(PLACEHOLDER, (whole, inside: string) => {
    const name = ENGINE.exec(inside)?.[1];
    if (name !== undefined) return engine.cluster === undefined ? name : `Replicated${name}`;
    if (inside === 'onCluster') {
      return engine.cluster === undefined ? '' : `ON CLUSTER ${quoteIdentifier(engine.cluster)}`;
    }
    throw new MigrationRefused(`${file} has an unknown placeholder ${whole}.`, file);
  });
}

export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
