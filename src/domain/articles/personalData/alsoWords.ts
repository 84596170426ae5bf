/**
 * First and last names that are everyday words, places or products as well: in small letters they are taken for the word, and by
 * themselves for nobody.
 */
export const alsoWords = new Set(
  (
    'acme ada adelaide admin aida alba albanese alexa alexandria ali allegri allen alma amadori amato amber ambra ' +
    'angel angela angelo april arena art ash asia august aurora austin ava azzurra baker baldi ball banerjee banks ' +
    'barber barker barone baroni basil bass bassi bates battaglia bauer bea bell benedetti benvenuti bernardi berry ' +
    'bert berti best biagi bianca bianchi bianchini bianco bill biondi bird bishop black blessing boccia bond boone ' +
    'booth boschetti boschi bosco bosi brando braun brewer bridges brock brooks brown bruna bruni bruno brusco burn ' +
    'burns bush butler cain calabrese cambridge camille campana campanella can canale canali candida candido cannon ' +
    'cantoni capelli cappelli capuano caputo cara carbone cardinali carina carmine carolina carpenter carr carson ' +
    'carta casa casali case caselli cash cassandra castelli catalano cattani cavalli cavallo celeste celestina ' +
    'celestino cerri chambers chandler charity charlotte chase chelsea cherry chester chiara chiaro chiesa chiodi ' +
    'church claude clay clelia clemente cliente cobb cocco cole colomba colombini colon colonna comini concetta ' +
    'conforti consolata constance conte conti conway cook cooper coppola coral corda core corona corsi cortese cortez ' +
    'corti costa costante costanza courtney craft crane cristiana cristiani cristiano croce cross crystal cuomo curry ' +
    'customer daisy dakota dale dalla dallas das data dawn dawson day dean dell denver desiderata desiderio dexter ' +
    'diana diletta dina dodge dolly dolores domenica domenici donata donati donato dora drake drew duke dunn durante ' +
    'dyer earl east english era erica eros error eva eve eze fabbri faith falcone farina farmer farrell fausto fava ' +
    'favaro fay fede fedele felice felici felicia felicita fermo fern ferrante ferrara ferrari ferraro ferrero ' +
    'ferretti ferri festa fiamma field fields finch fiore fiorella fiorenza fiorenzo firenze fisher fleur flora ' +
    'florence flowers foglia fontana fonte fonti ford forlani formica forte forti fortunata fortunato fossati fossi ' +
    'foster fox franca franchi franco frank freeman french fry fuchs fuller fusi gallina gallo gardner garner gaspare ' +
    'gastone gates gatti gatto gelsomina gemelli gemma gene genesio gentile gentili georgia german germana germano ' +
    'gill ginger gioconda gioia giordana giordano giugno giuliana giuliani giulio giusta glass glen gloria glover ' +
    'gori grace granata grant grassi grasso graves gray grazia grazie greco green grey grillo gross guerra guest ' +
    'guidi guy hale hall hana hand hands hardy harmon harper harry hart head heath heather herb hill holland holly ' +
    'holmes holt homer honor honour hood hope horn houston howe hugo hull hunt hunter hurst illuminata immacolata ' +
    'imparato innocente innocenti innocenza innocenzo iris italia italo iva ivy jack jackson jade jake jan jasmine ' +
    'jean jefferson jenkins jewel jordan josh josie joy juan jun june jung kay kent kerry key keys king klein knight ' +
    'knox koch lai lake lamb lancaster lancia lane lang lange lark laurel lauretta law lazzari lea leach leone leoni ' +
    'lepore letizia libera liberata liberati liberato libero licia lidia lily lin lina lincoln ling lino little lock ' +
    'locke lodi loi lola lombardi lombardo long longo lord louis love lowe luana lucas luce luciano luglio lupi lupo ' +
    'lyons mack madison mae mafalda maggi magni major manca mancini mann manning mantovani manzi marangoni march ' +
    'marchese marchesi marchetti marchi mari marigold marina marini marino mark marra marsh marshall martini masi ' +
    'masini mason massari massima massimino massimo maura mauri max may mayer mazza mazzola mead mele mercedes mercy ' +
    'merlo messina migliorini milani milano miles miller mills milo mina mira misty modena modesta modesto moira ' +
    'molinari molly molteni mona monaco monaldi monti monty moody morena moreno moro moss motta mura myrtle nan nando ' +
    'napolitano narciso nash natale natali natalina neal negri negro nell nella nera neri newton nicoli nina nobile ' +
    'nobili noble noel nora norma north norton noto novella nuovo oakley obi office olive olivieri olson opal orlando ' +
    'ortensia ottavia ottavio otto oxford pace padova pagano page paine palma palmer pansy papa paris park parks ' +
    'parodi parsons pasqua pasquale pastore pat patience patrizio patti pavan pavesi pearl pecoraro pellegrini ' +
    'pellegrino penny pepe perla perna perry perth phoenix pia piazza picchi piccoli pierce pike pini pinna pinto pio ' +
    'piper pisano pitt piva pizzi placido poli pool poole popa pope poppy porcu porter portia post potter power ' +
    'powers pozzi prandi prati prato pratt preston preti price prima primo primrose prince prospero prudence quaranta ' +
    'quarto queenie quick quinto randall ravenna ray rea read reale reali reed regina remo renata restivo rex rhodes ' +
    'ricci rice rich richmond righi rina riva rivers rivolta rob robin rocca rocchi rocco rod roma romagna roman ' +
    'romana romano romeo rosa rose rosella rosemary rosetta rosi rossi rosso rota roth rowan rowe rubino ruby ruggeri ' +
    'rush russell russo rusty sabina sacco sage said sala salerno salvador salvatore salvi sandy santa santiago ' +
    'santina santini santino santo santos sapienza sardo sarti sartor sartori savage savino savio savoia scarpa ' +
    'schwarz sears seconda secondo sega self sellers sen sera serafino serena sereno serra service servizio sessa ' +
    'settimo severino sexton sharp shepherd shields short sibilla siena sienna sierra silva silvestro simoni ' +
    'singleton skinner skip sky small smith snow sole son sorrentino south spada spano sparks sparrow spears speed ' +
    'spencer spina stacey stack stamp stan star stark steele stella sterling stern stone storti stout strange street ' +
    'strong sue summer summers sun sunny support swan sweet swift sydney tad tally tanner tate tea team tedesco ' +
    'temple terzi test testa thorn thorne tiffany tina tino torino tosca toscano tosi tranquillo travis trent trento ' +
    'trinity trovato troy turco turner tyler ufficio ulisse una underwood urbani urbano ursula usai user utente vacca ' +
    'val valente valenti valentine valle vance vasco vecchi vega veneto vera verdi verga verity vero verona vic ' +
    'victor victoria vienna villa villani vinci viola violet violetta virgilio virginia vita vitale vittoria vogel ' +
    'volpe volpi wade walker wall wally wanda ward ware warner warren warwick wash washington waters watson watts ' +
    'weaver webb weber webster weeks wei weiss wells west wheeler white whitney wilder will willow wills wilson ' +
    'winston winter winters wise wolf wood woods woody worth wright wyatt york young zappa zappala zita zito zoppi'
  ).split(' '),
);

/** Those of them that are first names. */
export const wordsThatAreFirstNames = new Set(
  (
    'ada aida alba ali amber ambra angela angelo april art asia august aurora austin ava azzurra basil bea bert ' +
    'bianca bill blessing brando bruna bruno camille candida cara carina carmine carolina cassandra celeste celestina ' +
    'charlotte chase chelsea chester chiara claude clelia clemente concetta consolata constance coral costanza ' +
    'courtney cristiana cristiano daisy dale dawn dean desiderio dexter diana diletta dina dolly dolores domenica ' +
    'donata donato dora drew earl erica eros eva eve faith fausto fay fede fedele felice felicia felicita fermo fern ' +
    'fiore fiorella fiorenza fiorenzo fleur flora florence fortunata fortunato franca franco frank gaspare gastone ' +
    'gelsomina gemma gene genesio gentile georgia germana germano gioconda gioia giordana giordano giuliana giulio ' +
    'glen gloria grace grant grazia guy hana harry heather holly honor hope hugo illuminata immacolata innocenza ' +
    'innocenzo italia italo iva ivy jack jackson jake jan jasmine jean jordan josh josie joy juan jun june kay kerry ' +
    'lane lauretta lea leone letizia liberata liberato libero licia lidia lily lin lina ling lino lola louis luana ' +
    'lucas luce luciano madison mae mafalda marina marino mark marshall mason massimino massimo maura max mercedes ' +
    'mercy miles milo mina mira misty modesto moira molly mona monty morena moreno myrtle nan nando narciso natale ' +
    'natalina neal nell neri nina noel nora norma novella olive opal orlando ortensia ottavia ottavio otto pace pansy ' +
    'pasquale pat patience patrizio patti pearl pellegrino penny perla perry pia pio piper placido poppy portia ' +
    'preston primo prospero prudence queenie quinto randall ray regina remo renata rex rich rina rob robin rocco rod ' +
    'roman romana romano romeo rosa rose rosella rosemary rosetta rowan ruby russell rusty sabina sage said salvatore ' +
    'sandy santa santiago santina santino santo savino secondo serafino serena sereno severino sibilla sienna ' +
    'silvestro spencer stacey stan stella sue summer sunny sydney tad tea tiffany tina tino tosca tranquillo travis ' +
    'trent troy tyler ulisse una urbano ursula val vasco vera verity vic victor victoria viola violet violetta ' +
    'virgilio virginia vita vitale vittoria wally wanda warren wei whitney will willow winston woody zita'
  ).split(' '),
);

/** Those of them that are surnames: with a first name before they name somebody. */
export const wordsThatAreSurnames = new Set(
  (
    'albanese ali allegri allen amadori amato arena austin baker baldi ball banerjee banks barber barker barone ' +
    'baroni bass bassi bates battaglia bauer bell benedetti benvenuti bernardi berry berti biagi bianchi bianchini ' +
    'bianco biondi bishop black boccia boone boschetti boschi bosco bosi braun brewer bridges brock brooks brown ' +
    'bruni bruno brusco burns bush butler cain calabrese campana campanella canale cannon cantoni capelli cappelli ' +
    'capuano caputo carbone cardinali carpenter carr carson carta casali caselli cash castelli catalano cattani ' +
    'cavalli cavallo cerri chambers chandler chiesa chiodi cobb cocco cole colombini colon colonna comini conforti ' +
    'conte conti cook cooper coppola corda corsi cortese cortez corti costa cristiani croce cross cuomo curry dalla ' +
    'das dawson domenici donati drake dunn durante eze fabbri falcone farina farmer farrell fava favaro felici ' +
    'ferrante ferrara ferrari ferraro ferrero ferretti ferri festa fields finch fiore fisher flowers foglia fontana ' +
    'fonti ford forlani formica forte forti fossati fossi foster fox franchi franco freeman french fuchs fuller fusi ' +
    'gallina gallo gardner garner gatti gatto gentile gill giordano giuliani glover gori granata grassi grasso graves ' +
    'gray greco green grey grillo gross guerra guidi hale hall hardy harmon harper hart heath hill holland holmes ' +
    'holt houston hunt hunter imparato innocenti jackson jefferson jenkins jordan jung king klein knight koch lai ' +
    'lamb lancaster lang lange lazzari leone leoni lepore liberati lin lodi loi lombardi lombardo long longo love ' +
    'lowe lupi lupo lyons mack maggi magni manca mancini mann manning mantovani manzi marangoni marchese marchesi ' +
    'marchetti marchi mari marini marino marra marsh marshall martini masi masini mason massari mauri mayer mazza ' +
    'mazzola mele merlo messina migliorini milani miller mills molinari molteni monaco monaldi monti moody moreno ' +
    'moro moss motta mura napolitano nash natale natali neal negri negro neri newton nicoli nobili norton noto oakley ' +
    'obi olivieri olson orlando pace pagano palma palmer papa park parks parodi parsons pastore patti pavan pavesi ' +
    'pecoraro pellegrini pellegrino pepe perna perry piazza picchi piccoli pierce pini pinna pinto pisano piva pizzi ' +
    'poli poole popa pope porcu porter potter power powers pozzi prandi prati pratt preti price quaranta rea reali ' +
    'reed restivo rhodes ricci rice righi riva rivers rivolta rocca rocchi romano romeo rosi rossi rosso rota roth ' +
    'rowe rubino ruggeri russell russo sacco sala salerno salvi santiago santini santos sapienza sarti sartor sartori ' +
    'savoia scarpa schwarz sega sen serra sessa sharp shepherd short silva simoni singleton smith sole sorrentino ' +
    'spada spano sparks spencer spina stan stark steele stella stone storti summers sun swift tate tedesco terzi ' +
    'testa toscano tosi trovato turco turner underwood urbani usai vacca valente valenti valle vecchi vega verdi ' +
    'verga villa villani vinci viola vitale vogel volpe volpi wade walker ward warner warren washington waters watson ' +
    'watts weaver webb weber webster weiss wells wheeler white wilson wise wolf wood woods wright young zappa zappala ' +
    'zito zoppi'
  ).split(' '),
);
