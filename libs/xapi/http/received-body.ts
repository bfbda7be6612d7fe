/**
 * The parsed body of a request, to be read once. A parsed batch takes some ten times the memory of its text and would stand
 * until the answer, through the insert that it waits for: long enough for the collector to count it among what stays.
 * So the one who reads it lets it go.
 */
export class ReceivedBody {
  private value: unknown;

  /** Takes the body away from the request. */
  constructor(request: { body?: unknown }) {
    this.value = request.body;
    request.body = undefined;
  }

  take(): unknown {
    const value = this.value;
    this.value = undefined;
    return value;
  }
}
