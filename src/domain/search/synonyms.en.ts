/**
 * Words that people who ask for help use for one another, a group a line. Everyday language of help desks, true of any
 * product; what is true of one only belongs into the synonyms an admin can edit.
 */
export const english = `
account, acct, profile
delete, remove, erase, wipe, discard, get rid of, trash
cancel, terminate, end, stop, quit
close, shut, shut down, deactivate
undo, revert, reverse, roll back, rollback, restore, recover, retrieve, bring back, get back
create, make, generate, build, produce
add, insert, include, append
change, modify, edit, update, alter, adjust, amend, correct
switch, swap, replace, exchange
replacement, substitute, new one
fix, repair, solve, resolve, mend, sort out
error, problem, issue, trouble, bug, glitch, fault, difficulty
broken, damaged, defective, faulty, cracked
fail, failed, failure, unsuccessful, fails, go through, went through, gone through
decline, declined, reject, rejected, deny, denied, refuse, refused, turn down, turned down
block, ban, freeze, frozen, suspend, lock, locked
unblock, unlock, unfreeze
allow, permit, let
enable, activate, turn on, switch on, activation
disable, turn off, switch off, prevent, avoid
find, locate, search, look for, look up, searching
see, view, show, display, visible
hide, conceal, invisible, hidden, private, privacy
keep, save, store, stored
backup, back up, archive copy
download, export, save to
upload, import, bring in
copy, duplicate, clone, replicate
move, migrate, relocate
send, sent, dispatch, mail out
receive, received, arrive, arrived, get, got, came, come, show up, turn up
buy, purchase, order, bought, acquire
pay, payment, paid, transaction
fee, fees, charge, charged, cost, costs, commission, surcharge, price
refund, reimburse, reimbursement, money back, chargeback
invoice, bill, receipt, billing
money, cash, funds, fund
atm, cash machine, cashpoint
cash withdrawal, withdraw, withdrawal, take out, get cash, cash out
deposit, pay in, put in
top up, topup, top-up, recharge, add money, load
transfer, wire, remittance
salary, paycheck, wage, payday
recipient, beneficiary, payee, receiver
cheque, check, checks
currency, currencies, fiat
exchange rate, conversion rate
convert, conversion, exchange, translate
statement, history, record, log
amount, sum, total
limit, limits, maximum, max, cap, restriction, at most
minimum, min, at least
password, passcode, passphrase
pin, pin code
forgot, forgotten, forget, do not remember, not remember
login, log in, sign in, signin, logon, log on, access
logout, log out, sign out
register, registration, sign up, signup, enrol, enroll, subscribe
unsubscribe, opt out
username, user name, login name, nickname
email, mail, e mail, mails, emails
message, messages, msg, text message, sms
notification, alert, notice, notify, reminder
phone, telephone, mobile, cell, cellphone, smartphone
call, dial, ring
computer, pc, laptop, desktop, machine, device
picture, photo, image, pic, photograph
video, clip, film, movie
music, song, audio, sound
app, application, program, software
website, site, webpage, web page
browser, chrome, firefox, safari
facebook, fb
document, documents, doc, docs
file, files, attachment
folder, directory
column, field
link, url, hyperlink
delivery, deliver, delivered, shipping, ship, shipped, shipment, post, posted
parcel, package, packet
track, trace, tracking, follow
address, street
location, position, place, whereabouts
where, directions
pending, waiting, outstanding, not yet, still not, processing, in progress
delay, delayed, late, slow, overdue
how long, when, time, timing, duration, estimate
schedule, appointment, booking, reservation, book, reserve
country, countries, nation, abroad, overseas, foreign, international
travel, trip, journey, holiday, vacation
lost, lose, missing, misplaced, cannot find
stolen, steal, theft, thief, robbed, stole
fraud, fraudulent, scam, unauthorised, unauthorized, hacked, compromised, suspicious, somebody else
recognise, recognize, recognised, unknown, unfamiliar, did not make, not mine, strange
verify, verification, authenticate, validate, prove, proof
identity, id, identification, passport, who i am
personal, details, information, data, info
age, old, young, minor, child, children, kid, kids
person, people, user, someone, somebody, anyone
friend, friends, contact, contacts
company, business, firm, organisation, organization, employer
automatic, automatically, auto
wrong, incorrect, mistaken, not correct, not right, mistake
unable, can not, impossible
work, works, working, function
not working, does not work, not work, stopped working, out of order
extra, additional, another, second, spare, more, several, multiple
twice, two times, double, doubled, duplicated
swallow, swallowed, ate, eaten, retained, stuck
expire, expired, expiry, expiration, expires, run out, valid until
physical, plastic, real
virtual, digital, online
offline, local, locally, without internet
everywhere, worldwide, anywhere
why, reason, explain, explanation
meaning, mean, definition, define
difference, compare, versus
free, gratis, no cost, without paying
discount, coupon, voucher, promo
reward, rewards, points, bonus
question, query, ask
answer, reply, response
contact, reach, get in touch
help, support, assistance
instructions, steps, guide, manual, tutorial
setting, settings, preference, preferences, option, options, configure, configuration
set up, setup, install, installation
start, begin, launch, open
language, languages
translate, translation
print, printer, printing
connect, connection, link up, pair, sync, synchronise, synchronize
internet, wifi, wi fi, network
share, sharing, publish
size, dimension, big, large
fast, quick, quickly, speed
oldest, earliest, first
newest, latest, recent
permanent, permanently, completely, forever, for good
tweet, tweets, twitter
label, tag, category
colour, color
font, typeface
car, vehicle, auto
doctor, medical, health
restaurant, food, meal, eat
recipe, cook, cooking
weather, temperature, forecast
joke, funny
name, named, called
repeat, say again, again
`;
