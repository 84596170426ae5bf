/** Parole che chi chiede aiuto usa l'una per l'altra, un gruppo per riga; vedi synonyms.en.ts. */
export const italian = `
account, profilo, utenza
eliminare, cancellare, rimuovere, togliere, elimina, cancella, rimuovi
annullare, disdire, recedere, disdetta, annullamento, recesso
chiudere, disattivare, chiusura
ripristinare, recuperare, recupero, ripristino
creare, generare, creazione
aggiungere, inserire, aggiunta
cambiare, modificare, aggiornare, correggere, modifica, cambio, aggiornamento
sostituire, sostituzione, rimpiazzare
riparare, aggiustare, risolvere, sistemare
errore, problema, guasto, difetto, difficoltà, anomalia
rotto, danneggiato, difettoso
fallito, non riuscito, non andato a buon fine
rifiutato, respinto, negato, rifiuto
bloccare, blocco, sospendere, congelare, bloccato, bloccata
sbloccare, sblocco
attivare, abilitare, accendere, attivazione
disattivare, disabilitare, spegnere
trovare, cercare, ricerca, rintracciare
vedere, visualizzare, mostrare
nascondere, privato, privacy
salvare, conservare, memorizzare
backup, copia di sicurezza
scaricare, download, esportare
caricare, upload, importare
copiare, duplicare, copia
spostare, trasferire, migrare
inviare, spedire, mandare, invio
ricevere, arrivare, ricezione
comprare, acquistare, ordinare, acquisto, ordine
pagare, pagamento, transazione, versare
commissione, costo, tariffa, spesa, addebito, prezzo
rimborso, rimborsare, restituzione, soldi indietro
fattura, ricevuta, scontrino, bolletta
soldi, denaro, contanti
bancomat, sportello automatico
prelievo, prelevare
deposito, versamento
ricarica, ricaricare
bonifico, trasferimento
stipendio, salario, paga
beneficiario, destinatario
valuta, moneta
estratto conto, movimenti, storico
importo, somma, totale
limite, massimo, massimale, tetto
minimo, almeno
password, parola chiave, codice di accesso, parola d'ordine
pin, codice segreto
dimenticato, scordato, smarrito
accedere, accesso, login, entrare, autenticarsi
uscire, disconnettersi, logout
registrarsi, iscriversi, registrazione, iscrizione
nome utente, username
email, mail, posta, posta elettronica, e mail
messaggio, sms, messaggi
notifica, avviso, avvisi, promemoria
telefono, cellulare, smartphone, telefonino
chiamare, telefonare, chiamata
computer, pc, portatile
foto, immagine, fotografia
video, filmato
app, applicazione, programma, software
sito, pagina web, website
documento, file, allegato
cartella, directory
consegna, spedizione, recapito
pacco, collo, plico
tracciare, seguire, tracciamento
indirizzo, recapito
in attesa, in sospeso, in corso
ritardo, tardi, in ritardo, lento
prenotazione, appuntamento, prenotare
paese, nazione, estero
viaggio, vacanza, ferie
perso, smarrito, perduto
rubato, furto, ladro
frode, truffa, sospetto
verificare, verifica, confermare, controllare
identità, identificazione, documento di identità
dati personali, informazioni, dati
età, minorenne, anni
persona, utente, persone
azienda, ditta, impresa, società
automatico, automaticamente
sbagliato, errato, scorretto
non funziona, guasto, fuori uso
doppio, due volte, duplicato
scadenza, scaduto, scadere, scade
sconto, coupon, buono, promozione
domanda, quesito, richiesta
risposta, rispondere
contattare, contatto, assistenza, aiuto, supporto
istruzioni, guida, manuale
impostazioni, preferenze, configurazione, opzioni
installare, installazione, configurare
iniziare, avviare, cominciare, inizio
lingua, idioma
stampare, stampa, stampante
connessione, connettere, collegare, collegamento
rete, internet, wifi
condividere, condivisione
grande, dimensione, grandezza
veloce, rapido, velocità
gratis, gratuito
etichetta, tag, categoria
nato, nascita
morto, morte, deceduto
costruito, edificato, costruzione
fondato, fondazione, istituito
guerra, conflitto
città, comune
auto, automobile, macchina, veicolo
medico, dottore
lavoro, impiego, occupazione
`;
