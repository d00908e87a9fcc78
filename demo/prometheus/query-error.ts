export type QueryErrorType = 'bad_data' | 'execution';

/** A query that Prometheus would refuse; `message` says why in its words. */
export class QueryError extends Error {
  readonly type: QueryErrorType;

  constructor(type: QueryErrorType, message: string) {
    super(message);
    this.name = 'QueryError';
    this.type = type;
  }
}
