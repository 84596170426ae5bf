/** Words that begin with a capital beside a person's name, or in its place. */
export const notNames = new Set(
  (
    'rag geom arch acme iban bic swift cf piva cap mr mrs ms miss dr prof sig dott avv ing sir madam lady all everyone everybody somebody someone nobody anybody there ' +
    'you he she it we they i me us who what which this that these those here there the a an my our your his her their its ' +
    'team support customer customers colleague colleagues again friend friends admin administrator agent agents service ' +
    'services sales office helpdesk desk staff accounting accounts billing finance legal reception management portico user ' +
    'users guest owner member members manager client clients requester sender recipient author visitor world folks guys ' +
    'human resources care people person persons company settings help center centre microsoft google apple amazon windows ' +
    'linux android chrome firefox safari edge outlook teams excel word powerpoint gmail facebook instagram twitter linkedin ' +
    'youtube whatsapp telegram zoom slack github gitlab adobe acrobat paypal visa mastercard amex stripe mcafee norton siri ' +
    'alexa cortana internet wifi bluetooth usb api app apps url pdf csv id ip vat iva tel fax email mail web server account ' +
    'accounts home order orders invoice invoices ticket tickets article articles settings network printer browser ' +
    'system device router modem password login error step note notes tip warning problem solution cause environment question ' +
    'answer example value type string number date name title summary category description status state field table ' +
    'row column file files folder next back save cancel close open ok yes no new old first last then now also still please ' +
    'for and or but if when while since until before after because so as at by from in into of on to with without not never ' +
    'always only just very too once how why where can could should would must might shall do does did done is are was ' +
    'were be been have has had get got go went see look find found try tried check click press choose select enter type ' +
    'write call mail send sent received thanks thank regards best kind warm many cheers sincerely wishes yours hi hello hey ' +
    'dear good morning afternoon evening night day today tomorrow yesterday week month year monday tuesday wednesday thursday ' +
    'friday saturday sunday january february march july september october november december ' +
    'cliente clienti assistenza supporto signore signori signora signor tutti tutte tutto colleghi ufficio servizio servizi ' +
    'mille amministrazione amministratore vendite acquisti contabilità reception direzione risorse umane utente utenti ospite ' +
    'mondo ragazzi amici gente persone persona azienda società impostazioni aiuto pagina ordine ordini fattura fatture rete ' +
    'stampante errore passo nota problema soluzione causa ambiente domanda risposta esempio valore tipo numero data nome ' +
    'cognome titolo categoria stato campo tabella riga colonna file cartella avanti indietro salva annulla chiudi apri ' +
    'il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla nel nella sul sulla ' +
    'mio mia miei mie nostro nostra vostro vostra suo sua tuo tua loro questo questa quello quella chi che cosa come dove ' +
    'quando perché perchè se non per con senza da di a in su tra fra e ed o ma anche ancora sempre mai solo poi ora già qui ' +
    'ho ha hai abbiamo avete hanno sono sei siamo siete era erano essere avere fare fatto vedi guarda cerca provato scrivi ' +
    'chiama invia grazie saluti saluto cordiali cordialmente distinti gentile gentili egregio spettabile caro cara ciao salve ' +
    'buongiorno buonasera buona buon giornata serata lavoro oggi domani ieri settimana mese anno lunedì martedì mercoledì ' +
    'giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre ' +
    'dicembre inviato sent iphone ipad android samsung huawei galaxy italy italia roma milano london paris europe europa'
  ).split(' '),
);

/** Whether a word may be part of a name. */
export const isLikelyName = (word: string): boolean => !notNames.has(word.toLowerCase());
