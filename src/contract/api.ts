/** The whole HTTP API, by subject. The server implements every line of it, the web calls it, OpenAPI prints it. */
export const api = {};
