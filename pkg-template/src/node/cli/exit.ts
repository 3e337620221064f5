export const enum Exit {
  Success = 0,
  Problems = 1,
  Usage = 2,
  Refused = 3,
  Failed = 4,
}

/** Ends the program. */
export class Stop extends Error {
  readonly status: Exit;

  constructor(status: Exit, message: string) {
    super(message);
    this.status = status;
  }
}
