/** Frequent surnames of English and Italian speakers and of those who moved there (the same offices), without everyday words. */
export const surnames = new Set(
  (
    'abbott abernathy adams adebayo adeyemi adkins agostini aguilar ahmed akhtar alberti albrecht aldridge alexander ' +
    'alfieri allison almeida alvarez ambrosini andersen anderson andersson andreoli andrews angelini antonelli ' +
    'antonini appleby armstrong arnaldi arnold asante ashdown ashton ashworth atkins atkinson atzeni aydin babatunde ' +
    'bagshaw bailey bakker balducci baldwin ballard ballarini barbieri barlow barnes barnett barrett barrowclough ' +
    'bartoli bartolini barton basile battistini baumann beck becker bedini begum bellini bellomo belotti benali ' +
    'benetti benhaddou bennett benson bentley berardi bergamaschi bergstrom bernard bernardini bernini bertani ' +
    'bertelli bertini bertolini bertoni bertrand bettini bevilacqua biagini bianucci biasini blackburn blackwell ' +
    'blair blanc boateng bonanno bonetti bonfanti bonfiglio bonini bonnet bose bowen bowers bowman boyd boyer bradley ' +
    'bradshaw brady braithwaite brambilla briggs broadbent brookes brunetti bryan bryant buchanan buckley burgess ' +
    'burke burrows burton butterworth byrd cabras cacace caldwell calvi campbell cannata cannizzaro cappellini carli ' +
    'carlini carlson carminati carroll carter cartwright caruso casadei casey cassano castellani castillo castro ' +
    'cattaneo ceccarelli cecchini celik cerny cesari chadwick chapman chatterjee chavez chen chevalier choi chowdhury ' +
    'christensen cicchetti ciccone cipriani cirillo clark clarke clayton clegg clerici cohen coleman coletti collier ' +
    'collins colombo comi congiu conner connolly cooke copeland corradi corrias corsini cosentino cossu costantini ' +
    'cozzolino craig crawford cremonesi crespi crossley cruz cullen cummings cunningham cusumano dabrowski dagnino ' +
    'dagostino dalpozzo dambrosio damiani damico damore dang dangelo daniele danieli daniels davidson davis deangelis ' +
    'deiana delgado dellacqua dellarosa dellavalle delogu delprete deluca deluise demir dempsey desai desantis ' +
    'devecchi diallo diaz dickinson difiore digennaro dimaio dinardo distefano dixon dlamini doe donini doyle draghi ' +
    'drummond dubois duffy dumitru duncan duong dupont durand dvorak dyson eastwood edwards elamrani elliott ellis ' +
    'entwistle erickson eriksson esposito estrada evans fabiani fabris fairclough fanelli fantini fasano fattori ' +
    'featherstone featherstonehaugh federici fenwick ferguson fernandes fernandez ferrarini ferrario ferreira ' +
    'figueroa filippi filippini finazzi fiorentini fiorini fischer fitzgerald fitzpatrick flanagan fleming fletcher ' +
    'flores floris flynn fois forsyth fournier fowler franceschini franklin frazier frigerio fumagalli fusco ' +
    'gabrielli galasso galbiati galimberti gallagher galli gandolfi garavaglia garcia gargiulo garnier garrett garza ' +
    'gashi gasparini gennari gheorghe gherardi ghezzi ghosh giacomelli gianni giannini gibbs gibson gilardi gilchrist ' +
    'giorgi giovannini girard girardi giuffrida goddard gomes gomez goncalves gonzales gonzalez goodman goodwin ' +
    'gordon graham greene greenhalgh greenwood greer gregori griffin griffiths grimaldi guarino guerin guerini ' +
    'guerrero gupta gustafsson gutierrez guzman haddad hahn haigh halliday hamilton hammond hampton hansen hanson ' +
    'hargreaves harrington harris harrison hartley hartmann harvey hassan hawkins haworth hayes haynes henderson ' +
    'hendriks hermann hernandez herrera hewitt hicks higgins hines hoang hodges hodgson hoffman hoffmann hofmann ' +
    'hogan hollingberry holloway holroyd hopkins hopkinson horton horvath howard howell hoxha huang hubbard huber ' +
    'hudson huff hughes humphreys hussain hutchinson iacono iannone ibrahim improta ingham ingram ingrassia ' +
    'invernizzi iodice ionescu iovino ivanov ivanova iyer izzo jacobs jang jansen jennings jensen jimenez johansen ' +
    'johansson johnson johnston jones joshi kaiser kaminski kang karlsen karlsson kato kaur kavanagh kaya kaye keita ' +
    'keller kelley kelly kennedy kershaw khalil khan kirby kobayashi kohler konig korhonen kovacs kowalski krasniqi ' +
    'krause krishnan kristiansen kruger kumar kuznetsov lacascio lamantia lambert landi langley lanza larsen larson ' +
    'larsson laurent lawrence lawson lazzarini ledda lefebvre lehmann leigh leroy lewandowski lewis liang licata ' +
    'lightfoot liguori lindberg lindqvist lindstrom lloyd locascio locatelli locci lockwood logan lomax lopes lopez ' +
    'lopresti lorenz lorenzi lorenzini lucchesi lucchini luciani ludwig luna lynch macdonald macgregor mackay ' +
    'mackenzie maclean macpherson maffei maggioni magnani mainardi maisto malavasi maldonado malone mancuso manfredi ' +
    'manfredini mangano mangiacapra mangini mansour manzoni marangon marchesini marchini marcolini mariani mariotti ' +
    'marotta marsden marsili martelli martin martinelli martinez martino martins massey mastrangelo mastroianni ' +
    'mathis mattei matthews mazzoni mbeki mcallister mcbride mccabe mccann mccarthy mccartney mccormick mccoy ' +
    'mcdaniel mcdonald mcgee mcgillicuddy mcgregor mcguire mcintyre mckay mckenna mckenzie mckinney mclaughlin mclean ' +
    'mcleod mcmahon mcnally medina mehta meijer melchiorri melis mellor meloni mendez mendoza menegatti meneghetti ' +
    'menon mensah mereu merlini messana metcalfe meyer miceli michel micheli middleton migliaccio minelli mitchell ' +
    'moller mondini montagna montanari montanaro montefusco montgomery moore morales moran morandi moreau morel ' +
    'morelli moretti morgan morini moroni morris morrison morton mueller mukherjee mulas mulder muller mullins munoz ' +
    'murdoch murgia murphy murray musso myers nagy nair nakamura nappi nardi nasser nava naylor nelson neumann newman ' +
    'nguyen nichols nicolini nicolosi nilsen nilsson nkosi norrington norris novak novelli nowak nunez nuttall oakes ' +
    'obrien oconnor ogden okafor okeefe okonkwo oliveira oliver olsen olsson oneil oneill oreilly orlandi ormerod ' +
    'orru orsini ortega ortiz osborne osullivan ottaviani owens owusu oyelaran ozkan ozturk padilla pagani pagliari ' +
    'palladino palmieri palumbo panzeri paolini papaleo pappalardo parisi parker parkinson partridge pasini pasquali ' +
    'passarelli patel patrick patterson patton payne pearson pedersen pedretti pedrini pelizzari pemberton pena penna ' +
    'perego pereira perez perkins peroni perrone persson peters peterson petrillo petrov petrova petrucci pezzotti ' +
    'pham phan phelps phillips pickering pilkington piovani piras piscopo pittman podda poggi poletti popescu popov ' +
    'porcedda powell pratesi prendergast prescott pritchard proietti pryce pucci puddu puglisi quattrocchi quinn ' +
    'radcliffe radu raffaelli raghunathan rahman raimondi ramirez ramos ramsden ramsey randazzo ranieri rapisarda ' +
    'rashid ratcliffe ravasi rawlings reddy redfern redmond reese reeves reid reyes reynolds ribeiro richards ' +
    'richardson richter ridley rigby riggio righetti riley rimmer rinaldi rios rivera rizzi rizzo rizzoli robbins ' +
    'roberson roberts robertson robinson rodgers rodrigues rodriguez rodriquez rogers romero rosati ross rossetti ' +
    'rothwell rousseau roux rowland ruffini ruggieri ruggiero ruiz rushton ryan sabatini sabbatini saccani sacchi ' +
    'sahin salazar salvatori salvini sanchez sanders sandoval sandri sanfilippo sanna santagostino santambrogio ' +
    'santoro sanzio sasaki sato saunders savarese savini scalia schiavone schillaci schmidt schneider schofield ' +
    'scholz schroder schubert schultz schulz schwartz sciacca sciortino scognamiglio scott scuderi sechi seddon sepe ' +
    'serafini severini shah sharma shaw shehu shelton shufflebotham sidorov silvestri simmons simon simonetti simpson ' +
    'sims sinclair singh sironi slater smirnov smit smythe snyder sokolov solinas sorce soto sousa spinelli stafford ' +
    'standish stephens stevens stevenson stewart stoica stokes strickland stubbs subramanian sullivan sutcliffe ' +
    'sutton suzuki svensson svoboda swanson swindells szabo szczepanska szczepanski szymanski tagliabue tagliaferri ' +
    'tanaka tang tassi tassoni tattersall tavella taylor thackeray thomas thompson thornton thwaites tola tomasello ' +
    'tomlinson tonelli torres tortora tosetti toth townsend tran traore trevelyan trevisan trevisani troiani tucker ' +
    'tuckwell turati turri tuttolomondo ubaldi valdez valentini vandenberg vanni varga vargas varriale vasquez vaughn ' +
    'venturi venturini verma vianello vickers vigano virtanen virzi viscardi visconti visser vitali vitiello vivaldi ' +
    'volkov vullo wadsworth wagner wainwright wallace walmsley walsh walters walton wang warburton watanabe ' +
    'waterhouse watkins weatherby welch werner whitaker whitehead whitehouse whitfield whittaker whittle wilkerson ' +
    'wilkins wilkinson williams williamson willis winkler winterbottom winterbourne wisniewski wojcik wolfe wong ' +
    'woodcock woodward wormald worthington wrigley yamada yamamoto yang yates yeoman yilmaz yoon yoshida zaccaria ' +
    'zambelli zambon zanchi zanella zanetti zani zanini zanotti zecchini zedda zhang zhao zheng zhou zielinski ' +
    'zimmerman zimmermann zini zorzi zuccari zucchi zuddas zulu'
  ).split(' '),
);
