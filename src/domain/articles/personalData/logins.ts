import type { Match } from './finding.ts';
import { matches } from './matches.ts';
import { surnames } from './surnames.ts';

/** What stands before a login: `my username is`, `accedo come`, `utente:`. */
const clear =
  '(?:user\\s?name|user\\s?id|login(?:\\s+name)?|account\\s+name|nome\\s+utente|nome\\s+account|user|utente)["’\'`]?\\s*(?:[:=]|\\bis\\b|è)|(?:log(?:ged|ging)?|sign(?:ed|ing)?)\\s+in\\s+(?:as|with)|username|(?:acced|entr)(?:o|iamo|evo)\\s+(?:come|con)';
const loose = '(?:user\\s?name|user|login|account(?:\\s+name)?|nome\\s+utente|utente|unlocked|sbloccato)';
const token =
  '["\'`*]*([\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{1,62}[\\p{L}\\p{N}]))(?![\\p{L}\\p{N}@]|[./]\\p{L})';
const afterClear = new RegExp(`(?<![\\p{L}\\p{N}])(?:${clear})\\s*${token}`, 'giu');
const afterLoose = new RegExp(`(?<![\\p{L}\\p{N}])${loose}\\s+${token}`, 'giu');

const noLogin =
  /^(?:(?:dott|prof|sig|dr)\.(?:ssa|ra|na|ri)|admin(?:istrator)?|amministratore|root|name|nome|guest|ospite|user(?:name)?|utente|test|portico|postgres|required|obbligatorio|wrong|sbagliato|correct|corretto|invalid|valid|valido|locked|bloccato|unlocked|sbloccato|your|tuo|suo|mio|nostro|the|another|someone|somebody|nobody|yourself|usual|always|sempre|prima|adesso|still|never|also|again|free|full|used|case|only|with|your-.*|e-?mail|mail|google|microsoft|apple|facebook|github|agent|agente|customer|cliente|owner|member|manager|support|assistenza|password|two-factor|sso|spid|cie)$/i;
/** `the password of jdoe84`, `l’account di jdoe84`. */
const ofLogin = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:password|pwd|account|profile|profilo|login|credenziali)\\s+(?:of|for|di|per)\\s+${token}`,
  'giu',
);
/** `ssh jdoe@203.0.113.9`, `scp f jdoe@server:`. */
const atMachine =
  /(?<![\p{L}\p{N}._@/-])([\p{L}\p{N}_][\p{L}\p{N}._-]{2,40})@(?=\d{1,3}(?:\.\d{1,3}){3}|\[)/gu;
/** The folder of a person on a machine. */
const ownFolder =
  /(?:\b[A-Za-z]:\\+(?:[Uu]sers|[Uu]tenti|Documents and Settings)\\+|\/(?:home|Users)\/)([\p{L}\p{N}._-]{2,40})(?=[\\/\s"'`)]|$)/gu;
const noFolder =
  /^(?:user(?:name)?|utente|you|your-?name|name|nome|admin|administrator|public|default|runner|node|app|pi|ubuntu|shared|me|root|deploy|www-data|git|docker|portico)$/i;
/** `you find me as @jdoe`, after words that say it is a person's. */
const handle =
  /(?:\b(?:me as|my handle|handle|nickname|twitter|instagram|telegram|forum|i am|i[’']m)\b|\bmi trov\p{L}+ come|\bsono)\s*(?:is|è|as|come)?[:\s]*@([\p{L}\p{N}][\p{L}\p{N}._]{1,39}[\p{L}\p{N}_])/giu;

/** `@jdoe on Telegram`. */
const handleOn =
  /(?<![\p{L}\p{N}._-])@([\p{L}\p{N}][\p{L}\p{N}._]{1,39}[\p{L}\p{N}_])[ ](?:on|su|at)[ ](?:Telegram|Twitter|X|Instagram|Facebook|Mastodon|Bluesky|LinkedIn|Slack|Discord|GitHub|GitLab)(?!\p{L})/gu;
/** `login jdoe / pass …`: what stands between the two words is one. */
const beforePassword =
  /(?<![\p{L}\p{N}])(?:user(?:name)?|login|utente|account)[ :]{1,3}["'`*]*([\p{L}\p{N}][\p{L}\p{N}._-]{1,62}[\p{L}\p{N}])["'`*]*[ ]?(?:[/,;|+&-]|and|e|with|con)[ ]?(?:pass(?:word)?|pwd?)(?!\p{L})/giu;
/** `the account "jdoe"`: quoted as it is typed. */
const quoted =
  /(?<![\p{L}\p{N}])(?:user|login|account|utente|profil[eo])[ ]["“«'`]([\p{L}\p{N}][\p{L}\p{N}._-]{1,62}[\p{L}\p{N}])["”»'`]/giu;

/**
 * Logins that the words before them call so. After a clear word any will do; after a loose one ("user", "utente") only
 * what no word of a language looks like: with a digit, a dot or a line inside, or an initial before a surname.
 */
export function findLogins(text: string): Match[] {
  return [
    ...matches(text, afterClear, 'login', ([, said]) => isLogin(said!), 1),
    ...matches(text, afterLoose, 'login', ([, said]) => isLogin(said!) && isOdd(said!), 1),
    ...matches(text, ofLogin, 'login', ([, said]) => isLogin(said!) && isOdd(said!), 1),
    ...matches(text, atMachine, 'login', ([, said]) => isLogin(said!), 1),
    ...matches(text, ownFolder, 'login', ([, said]) => !noFolder.test(said!), 1),
    ...matches(text, handle, 'login', ([, said]) => !noLogin.test(said!), 1),
    ...matches(text, handleOn, 'login', ([, said]) => !noLogin.test(said!), 1),
    ...matches(text, beforePassword, 'login', ([, said]) => !noLogin.test(said!), 1),
  ];
}

/** Those that quotes set apart, which an article does with words of the screen as well. */
export const findQuotedLogins = (text: string): Match[] =>
  matches(text, quoted, 'login', ([, said]) => !noLogin.test(said!) && /^\p{Ll}/u.test(said!), 1);

const isLogin = (word: string) => !noLogin.test(word) && (isOdd(word) || /^\p{Ll}{5,}$/u.test(word));
const isOdd = (word: string) => hasOddSigns(word) || isOfName(word);

const hasOddSigns = (word: string) =>
  /\p{L}/u.test(word) &&
  (/\d/.test(word) || /\p{Ll}[._]\p{Ll}/u.test(word)) &&
  !/^\d/.test(word) &&
  !/^v?\d+(?:\.\d+)+$/i.test(word);

/** `jdoe`, `doej`: what companies make of a name. */
const isOfName = (word: string) =>
  /^\p{Ll}{4,}$/u.test(word) && [word.slice(1), word.slice(0, -1)].some((one) => surnames.has(one));
