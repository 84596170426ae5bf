import { plainAddress } from './headers.ts';

/**
 * The words in which mail servers without RFC 3464 say that mail did not arrive. Each line stands for a family: sendmail,
 * qmail, Exim, Postfix, Exchange, Domino, and the hosters that followed them.
 */
const failure = new RegExp(
  [
    'undeliver(?:able|ed)',
    'could(?: not|n.t) (?:be )?deliver',
    'unable to deliver',
    'not (?:be(?:en)? )?(?:able to )?deliver(?:ed|y|able)?',
    'deliver(?:y|ing) (?:status|report|failure|failed|error|has failed|problem|notification|to the following|incomplete)',
    'fail(?:ed|ure) (?:to )?(?:deliver|recipient|notice|delivering|address)',
    'failure notice',
    'permanent(?: fatal)? (?:error|failure|delivery)',
    'returned (?:mail|to sender|e-?mail|message)',
    'mail (?:system error|delivery (?:failed|failure|error|subsystem|system))',
    'did not reach',
    'non[- ]?deliver',
    'user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|no mailbox here',
    '(?:message|mail|e-?mail) (?:could not|cannot|was not|wasn.t|has not been) (?:be )?(?:sent|delivered|accepted)',
    '(?:was|were|been) (?:rejected|bounced|refused)|bounced mail|delayed mail',
    '送信できません|届けることができません|配信できません|宛先不明|あて先|zustellung|nicht zugestellt|unzustellbar|non remis|échec',
    '\\bnot (?:a |are )?(?:a )?member',
    'mancato recapito|non (?:è stato )?recapitat|no se (?:ha )?(?:pudo|podido) entregar|не (?:было )?доставлен|недоставлен',
  ].join('|'),
  'iu',
);
export const speaksOfFailure = (text: string): boolean => failure.test(text);
export const speaksOfDelay = (text: string): boolean =>
  /\bdelay(?:ed)?\b|not (?:yet )?been delivered|still (?:being )?(?:trying|queued)|will (?:be retried|keep trying|continue)/i.test(
    text,
  );

const address = String.raw`(?:"[^"\n]{1,64}"|[^\s<>()\[\]",;:|=]{1,64})@[\w.-]{1,255}`;
const email = new RegExp(address, 'g');

/** Where servers write the address that failed, the surest way first. */
const places = [
  String.raw`^\s*(?:final-recipient|original-recipient|x-failed-recipients|failed recipient|recipient address|recipient|rcpt to|invalid address|undeliverable address|address|user|to email|intended recipient)\s*[:：;]\s*(?:rfc822;)?\s*<?(ADDR)>?`,
  String.raw`^[\s*]*<(ADDR)>\s*(?:\.\.\.|[:：]|,|\(|$)`,
  String.raw`\bRCPT\s+TO:\s*<?(ADDR)>?`,
  String.raw`^\s*(?:\d{3}[ -](?:\d\.\d\.\d\s)?)<?(ADDR)>?\s*(?:\.\.\.|[:：])`,
  String.raw`(?:recipient|address|addressee|user|destinat\w+|to|for|mailbox|an|für|宛先)[^\n]{0,60}?[:：]?\s*\n?\s*<?(ADDR)>?`,
  String.raw`^[\s*•>-]*<?(ADDR)>?\s*(?:$|[:：]|\(| on | failed|\.\.\.)`,
].map((one) => new RegExp(one.replace('ADDR', address), 'gim'));

type About = { sender: string | null; reporter: string };

/** The address a report in plain words speaks of; not the reporter's own, nor the sender's of the message that came back. */
export function failedAddressIn(text: string, about: About): string | null {
  const all = [...text.matchAll(email)].map(([found]) => plainAddress(found.replace(/[.'`]+$/, '')));
  return failedAddressAt(text, about) ?? all.find((one) => isOther(one, about)) ?? null;
}

/** The same, only where servers are known to write it. */
export function failedAddressAt(text: string, about: About): string | null {
  const notice = /emailAddress\\?"\s*:\s*\\?"([^"\\]+)/.exec(text)?.[1];
  if (notice && noticeIn(text)) return plainAddress(notice);
  for (const place of places)
    for (const [, found] of text.matchAll(place)) {
      const one = plainAddress(found!.replace(/[.'`]+$/, ''));
      if (isOther(one, about)) return one;
    }
  return null;
}

const isOther = (found: string, { sender, reporter }: About) =>
  found !== sender && found !== reporter && !/^(postmaster|mailer-daemon|abuse)@/.test(found);

/** What a notice in JSON says, as Amazon SES sends it by way of SNS. */
export function noticeIn(text: string): 'bounce' | 'complaint' | null {
  const kind = /\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(Bounce|Complaint)/.exec(text)?.[1];
  return (kind?.toLowerCase() as 'bounce' | 'complaint' | undefined) ?? null;
}

/** An enhanced status (RFC 3463), or one made of the reply code of SMTP. */
export function statusIn(text: string): string | null {
  const enhanced = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1];
  if (enhanced) return enhanced;
  const code = /(?<![\d.:])([45])[0-5]\d(?![\d.])(?=[ -])/.exec(text)?.[1];
  return code ? `${code}.0.0` : null;
}
