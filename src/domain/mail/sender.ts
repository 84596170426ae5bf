/** What the trusted mail server found out about a sender (RFC 7489 §11, told as RFC 8601 says). */
export type Dmarc = 'pass' | 'fail' | 'none';

/**
 * The DMARC result for a sender's domain by the server we trust: only headers above every other count, since whoever wrote
 * the message can add any number below. That server must remove those that claim to be its own (RFC 8601 §5).
 * @param trusted its authserv-id (TRUSTED_AUTHSERV); without one nothing is believed
 */
export function dmarcOf(authentication: readonly string[], trusted: string, email: string): Dmarc {
  if (trusted === '') return 'none';
  for (const header of authentication) {
    const [server = '', ...results] = withoutComments(header).split(';');
    if (server.trim().split(/\s+/)[0]?.toLowerCase() !== trusted.toLowerCase()) return 'none';
    const found = results.map(readResult).find((result) => result !== null);
    if (found) return isSameDomain(found.domain, email) ? found.result : 'none';
  }
  return 'none';
}

function readResult(text: string): { result: Dmarc; domain: string | null } | null {
  const [, result] = /^\s*dmarc\s*=\s*([a-z]+)/i.exec(text) ?? [];
  if (!result) return null;
  const domain = /\bheader\.from\s*=\s*"?([^\s";]+)/i.exec(text)?.[1] ?? null;
  const name = result.toLowerCase();
  return { result: name === 'pass' || name === 'fail' ? name : 'none', domain };
}

function isSameDomain(domain: string | null, email: string): boolean {
  const own = email.slice(email.lastIndexOf('@') + 1);
  return domain === null || domain.slice(domain.lastIndexOf('@') + 1).toLowerCase() === own;
}

const withoutComments = (text: string): string => text.replace(/\([^()]*\)/g, ' ');
