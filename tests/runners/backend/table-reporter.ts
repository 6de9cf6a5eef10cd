/** Reporter of node:test that prints what fails, and how many cases pass on each backend. */
interface TestEvent {
  type: string;
  data: { name?: string; message?: string; details?: { error?: { cause?: { message?: string } } } };
}

const COUNT = / cases$|mutants noticed/;

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let failures = 0;
  for await (const { type, data } of events) {
    const message = data.details?.error?.cause?.message;
    if (type === 'test:fail' && message) {
      failures++;
      yield `FAILED ${data.name}\n  ${message}\n`;
    }
    if (type === 'test:diagnostic' && COUNT.test(data.message ?? '')) yield `${data.message}\n`;
  }
  yield failures === 0 ? 'all tests pass\n' : `${failures} tests fail\n`;
}
