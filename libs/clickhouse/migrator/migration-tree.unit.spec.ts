import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MigrationRefused } from './errors.ts';
import { readMigrations } from './migration-tree.ts';
import { fillPlaceholders } from './placeholders.ts';

describe('the migration tree', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-tree-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const tree = (files: Record<string, string>): string => {
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
    return folder;
  };

  it.each([
    ['a gap', { '0001_create_a.sql': 'SELECT 1', '0003_create_b.sql': 'SELECT 1' }, '0003_create_b.sql'],
    [
      'a number twice',
      { '0001_create_a.sql': 'SELECT 1', '0001_create_b.sql': 'SELECT 1' },
      '0001_create_b.sql',
    ],
    ['a start after 1', { '0002_create_a.sql': 'SELECT 1' }, '0002_create_a.sql'],
    ['another form of name', { '1-create.sql': 'SELECT 1' }, '1-create.sql'],
    ['an empty file', { '0001_create_a.sql': '-- nothing' }, '0001_create_a.sql'],
    ['a table that is made twice', { '0001_create_a.sql': 'CREATE TABLE a (b Int8)' }, '0001_create_a.sql'],
    [
      'a column that is added twice',
      { '0001_add_b.sql': 'ALTER TABLE a ADD COLUMN b Int8' },
      '0001_add_b.sql',
    ],
    ['a table that is dropped twice', { '0001_drop_a.sql': 'DROP TABLE a' }, '0001_drop_a.sql'],
  ])('refuses %s and names the file', (_, files, file) => {
    expect(() => readMigrations(tree(files))).toThrow(
      expect.objectContaining({ name: 'MigrationRefused', file }),
    );
  });

  it('is in order as it stands', () => {
    expect(readMigrations().map(({ number }) => number)).toContain(2);
  });

  it('fills placeholders for one server and for a cluster, and leaves query parameters alone', () => {
    const template =
      'CREATE TABLE a ${onCluster} ENGINE = ${engine:ReplacingMergeTree}(v) -- {tenant:String}';
    expect(fillPlaceholders(template, 'f', {})).toBe(
      'CREATE TABLE a  ENGINE = ReplacingMergeTree(v) -- {tenant:String}',
    );
    expect(fillPlaceholders(template, 'f', { cluster: 'c`1' })).toBe(
      'CREATE TABLE a ON CLUSTER `c\\`1` ENGINE = ReplicatedReplacingMergeTree(v) -- {tenant:String}',
    );
    expect(() => fillPlaceholders('${database}', 'f', {})).toThrow(MigrationRefused);
  });
});
