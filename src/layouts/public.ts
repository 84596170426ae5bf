/** The script of the public pages, one small file for all of them; every page works without it. */
import '#src/components/search/instant.ts';
import '#src/components/articles/contents.ts';
import '#src/components/articles/faq.ts';
import '#src/components/visits/signals.ts';
