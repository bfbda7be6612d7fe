import type { XapiAnswer, XapiClient } from './xapi-client.ts';

/** The statements of a page. */
export function statementsOf({ json }: XapiAnswer): Record<string, unknown>[] {
  const statements: unknown = Reflect.get(Object(json), 'statements');
  if (!Array.isArray(statements)) throw new TypeError('The answer holds no statements.');
  return statements;
}

/** The path of the next page; '' after the last. */
export function moreOf({ json }: XapiAnswer): string {
  return String(Reflect.get(Object(json), 'more'));
}

/** The ids of a page, newest first unless asked otherwise. */
export async function idsFound(
  client: XapiClient,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown[]> {
  return statementsOf(await client.get(parameters)).map(({ id }) => id);
}

/** Stores statements by one request. Returns their ids. */
export async function storeAll(
  client: XapiClient,
  statements: readonly { readonly id: string }[],
): Promise<string[]> {
  const answer = await client.post(statements);
  if (answer.status !== 200) throw new Error(answer.text);
  return statements.map(({ id }) => id);
}

/** How a statement is answered by `statementId` and by `voidedStatementId`: 200 or 404. */
export async function statusesOf(client: XapiClient, id: string): Promise<number[]> {
  const answers = [await client.get({ statementId: id }), await client.get({ voidedStatementId: id })];
  return answers.map(({ status }) => status);
}
