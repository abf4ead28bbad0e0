import { useTexts } from '#web/texts.ts';

/** How our own mail connection ends without the other side having said anything: not their words, so told in the reader's. */
const UNSAID = [
  {
    of: /^(connection closed|socket closed|read econnreset|write epipe|client network socket)/i,
    key: 'answer.cut',
  },
  { of: /^(timeout|connection timeout|greeting never received)|etimedout/i, key: 'answer.late' },
  { of: /econnrefused|enotfound|ehostunreach|enetunreach|eai_again/i, key: 'answer.unreached' },
] as const;

/** What a mail server said, in its own words; where it said nothing, what happened instead. */
export function useAnswerWords(): (answer: string) => string {
  const t = useTexts();
  return (answer) => {
    const unsaid = UNSAID.find(({ of }) => of.test(answer));
    return unsaid ? t(unsaid.key) : answer;
  };
}
