/** 401/403: who asks. 404: no such thing. 409: not in its present state. 422: what was given cannot be used. 429: too often. 503: not now. */
export type RefusalStatus = 401 | 403 | 404 | 409 | 422 | 429 | 503;
