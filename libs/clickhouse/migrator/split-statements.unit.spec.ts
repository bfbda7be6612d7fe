import { describe, expect, it } from '@jest/globals';
import { splitStatements } from './split-statements.ts';

describe('cutting a migration into statements', () => {
  it.each([
    ['ends a statement at a line that ends with ;', 'SELECT 1;\nSELECT 2;\n', ['SELECT 1', 'SELECT 2']],
    ['needs no ; at the end', 'SELECT 1;\nSELECT 2', ['SELECT 1', 'SELECT 2']],
    ['keeps a ; in the middle of a line', 'SELECT 1; SELECT 2;', ['SELECT 1; SELECT 2']],
    ['keeps a ; that ends a line inside quotes', "SELECT 'a;\nb';\nSELECT 2", ["SELECT 'a;\nb'", 'SELECT 2']],
    ['keeps a doubled quote', "SELECT 'it''s;\n';", ["SELECT 'it''s;\n'"]],
    ['keeps an escaped quote', "SELECT 'it\\'s;\n';", ["SELECT 'it\\'s;\n'"]],
    ['keeps comment marks inside quotes', "SELECT '-- no', `/* no */`;", ["SELECT '-- no', `/* no */`"]],
    ['leaves out line comments with ;', '-- one;\nSELECT 1 -- two;\n;', ['SELECT 1']],
    ['leaves out block comments with ;', '/* a;\nb */\nSELECT 1;', ['SELECT 1']],
    ['lets a comment separate words', 'SELECT/**/1;', ['SELECT 1']],
    ['lets a comment follow the ;', 'SELECT 1; -- first\nSELECT 2;', ['SELECT 1', 'SELECT 2']],
    [
      'keeps a heredoc whole',
      'SELECT $x$ a;\n -- b\n$x$;\nSELECT 2',
      ['SELECT $x$ a;\n -- b\n$x$', 'SELECT 2'],
    ],
    ['is not confused by a placeholder', 'A ${engine:MergeTree};\nB;', ['A ${engine:MergeTree}', 'B']],
    ['finds nothing in comments alone', '-- nothing;\n;\n', []],
  ])('%s', (_, sql, statements) => {
    expect(splitStatements(sql)).toEqual(statements);
  });

  it('gives a reworded comment the same statement', () => {
    expect(splitStatements('-- old\nSELECT 1 -- a\n;')).toEqual(splitStatements('/* new */ SELECT 1\n;'));
  });
});
