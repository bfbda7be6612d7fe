/** Where a ClickHouse server answers HTTP, and as whom to ask it. */
export interface ServerAddress {
  /** `http://127.0.0.1:8123` */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** One database of a server; every table of this product is named without its database. */
export type DatabaseAddress = ServerAddress & { readonly database: string };
