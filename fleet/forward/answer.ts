/** What the far side has said to a batch. `refused`: not this one, ever; `failed`: not now. `why` is a fixed phrase: the far side's own words may hold what it was sent. */
export type Answer =
  | { readonly is: 'taken' }
  | { readonly is: 'refused'; readonly why: string }
  | {
      readonly is: 'failed';
      readonly why: string;
      /** It asked to be left alone so long. */
      readonly askedMs?: number;
    };

/** These are about us, the address or the moment, not about what was sent: an expired token must not set a day's events aside. */
const NOT_ABOUT_IT = [401, 402, 403, 404, 405, 407, 408, 421, 423, 425, 426, 429];

export interface HttpAnswer {
  readonly status: number;
  /** Its `Retry-After`, where that is a number of seconds. */
  readonly retryAfterMs?: number;
}

export function answerOf({ status, retryAfterMs }: HttpAnswer): Answer {
  if (status >= 200 && status < 300) return { is: 'taken' };
  const why = `HTTP ${status}`;
  if (status >= 400 && status < 500 && !NOT_ABOUT_IT.includes(status)) return { is: 'refused', why };
  return { is: 'failed', why, ...(retryAfterMs !== undefined && { askedMs: retryAfterMs }) };
}
