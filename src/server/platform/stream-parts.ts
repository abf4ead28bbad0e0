/** A body whose parts are fetched as they are asked for: it never lies in memory whole. */
export function streamParts(parts: AsyncGenerator<Buffer>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
