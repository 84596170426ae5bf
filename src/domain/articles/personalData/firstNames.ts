/** Frequent first names (the lists that statistical offices publish: SSA, ONS, ISTAT), for names nobody introduced. */
export const firstNames = new Set(
  (
    'aaron abdul abdullah abebe abena abigail achille adaeze adalberto adalgisa adam ade adebayo adel adele adelina ' +
    'adeline adewale adil adolfo adrian adriana adriano agata agatha agnes agnese agnieszka agostino ahmed aidan ' +
    'aileen aino aisha aisling akash akira alan alana alastair albert alberta alberto aldo alejandro aleksander ' +
    'aleksandra alena alessandra alessandro alessia alessio alexander alexandra alexei alexis alfie alfio alfonsina ' +
    'alfonso alfred alfredo alice alicia alida alina alison alistair allison alvaro alvise alyssa amalia amanda amara ' +
    'ambrogio amedeo amelia amelie amerigo amilcare amina amir amit amos amrita amy anand anastasia anders andrea ' +
    'andreas andrei andrew andrzej aneta angelica angelina angie angus anh anil anita anja ankit ann anna annabel ' +
    'annalisa annamaria annarita anne annette annie anouk ansel anselmo anthony anton antonella antonello antonia ' +
    'antonietta antonin antonino antonio antony anzhela aoife apollonia arash arcangelo archie arduino ariana arianna ' +
    'ariella aristide arjun armanda armando arnaldo arnold aroldo arrigo arthur arturo arun asha ashleigh ashley ' +
    'ashok ashton aslan assunta astrid attilio audrey augusta augusto aurelia aurelio ayesha aylin ayumi babajide ' +
    'baldassarre barbara barnaby barney bartolomeo bartosz basilio beata beatrice becky belinda ben benedetta ' +
    'benedetto beniamino benito benjamin bernadette bernard bernardina bernardo bernd bernice berta bertha bessie ' +
    'beth bethany betsy bettina betty beverly biagio bice bilal billie billy birgit bjorn bob bobby bogdan bojan ' +
    'bonifacio bonnie boris brad bradley brandon branko brenda brendan brent brett brian bridget brigida brigitte ' +
    'brittany bronwyn bruce brunella brunetta brunilde bryan byron caitlin caleb callum calogera calogero cameron ' +
    'camilla camillo candice carl carla carlo carlos carlotta carly carmela carmelina carmelo carmen carol carola ' +
    'caroline carolyn carrie cassie cataldo catalina caterina catherine cathy cecil cecilia cecily cedric celia ' +
    'cesare cesira chantal charlene charles charlie cheryl chiamaka chidi chinedu chioma chloe chris christian ' +
    'christina christine christopher chukwu cindy cinzia cira ciriaco ciro claire clara clare clarence clarissa clark ' +
    'claudette claudia claudio clayton clementina cleo cleofe cliff clifford clinton clive clorinda clyde cody coleen ' +
    'colin colleen connor conor consuelo cora cordelia corinna corinne corradina corrado cory cosimo cosma cosmin ' +
    'costantina costantino craig crescenzo crispino cristian cristina crocifissa curtis cynthia cyril dagmar daiki ' +
    'dalila damian damiano damon dan daniel daniela daniele danielle danny danuta daphne daria dario darlene darren ' +
    'darryl dave david davide deanna debbie debora deborah debra deepak deepika deidre delfina delia della demetrio ' +
    'denis denisa denise dennis derek derrick desiree desmond devin diane diego dieter dimitri dinesh dino dionigi ' +
    'divya dmitri domenico dominic domitilla donald donatella donatello donna doreen doriana doris dorotea doroteo ' +
    'dorothea dorothy doug douglas dragan duncan dustin dwayne dwight dylan eamon ebele edda eddie edgar edgarda ' +
    'edgardo edith edmondo edmund edna edoarda edoardo edward edwin eero efisio egidio egle eileen ekaterina elaine ' +
    'elda eleanor elena eleonora elettra elia eliana elif eligio elijah elio elisa elisabetta eliza elizabeth elke ' +
    'ella ellen ellie elliot ellis elmer eloise elsa elsie elton elvio elvira emanuela emanuele emeka emerenziana ' +
    'emidio emilia emiliana emiliano emilio emily emma emre enea enrica enrico enrique enza enzo ercole eriberto eric ' +
    'erik erika erin ermanno ermelinda ermenegilda ermenegildo ermes erminia erminio ernest ernesta ernesto ernie ' +
    'errol ersilia esme esmeralda esra estelle ester esther eszter ethan ethel ettore eufemia eugene eugenia eugenio ' +
    'eunice eusebio evan evangeline evelina evelyn ewa ewan ezio fabiana fabiano fabio fabiola fabrizia fabrizio fadi ' +
    'farah farhan farid fatima fatou faustina faustino federica federico federigo felicity felipe felix femi feng ' +
    'ferdinando fergus fernanda fernando ferruccio fiammetta filiberto filip filippo filomena finn fiona flaminia ' +
    'flavia flaviano flavio floriana floriano florin floyd folasade fosca fosco frances francesca francesco francine ' +
    'francis francois frankie fred freddie freddy frederick freya frieda fritz fulvia fulvio furio gabriel gabriela ' +
    'gabriele gabriella gabrielle gaetana gaetano gaia gail galileo ganesh gareth gary gaurav gavin gavino genevieve ' +
    'gennaro genoveffa geoff geoffrey george georgina gerald geraldine gerard gerardo gerd gerhard gerlando geronimo ' +
    'gertrude gesualdo gherardo giacinta giacinto giacoma giacomo giada giambattista giampaolo giampiero giancarla ' +
    'giancarlo gianfranca gianfranco gianluca gianmarco gianmaria gianna gianni gianpaolo gianpiero gianrico gilbert ' +
    'gilberto gilda gillian gina ginevra gino gioacchino giobbe giocondo gioele giorgia giorgio giorgos giosue giovan ' +
    'giovanna giovannella giovanni giovannino girolamo gisella giulia giuliano giulietta giuseppe giuseppina giustina ' +
    'giustino giusy gladys glauco glenda glenys glynis goffredo goran gordon gottardo graham graziana graziano ' +
    'graziella gregg gregorio gregory greta gretchen gualtiero guendalina guerrino guglielma guglielmo guido gunther ' +
    'gustavo gwen gwendolyn habib hal hamid hamish hannah hans harald harold harriet haruka harvey hasan hassan ' +
    'hattie hayley hazel hector heidi heike heinz helen helena helga helmut henrietta henry herbert herman herve ' +
    'hilary hilda hillary hiroshi hoa horace horst howard hubert huda hugh humphrey hussein iacopo ian ibrahim ida ' +
    'ifeoma ignacio ignazia ignazio igor ike ikram ilaria ildebrando ileana ilenia ilir ilse imogen imran ina indira ' +
    'ines inga ingrid ioana iolanda iole ippolita ippolito irene irina irma irving isa isaac isabel isabella isabelle ' +
    'isacco isha isidoro isla ismael ismail isobel isotta istvan ivan ivana ivano ivo ivonne ivor iwona jaap jacek ' +
    'jackie jacob jacopo jacqueline jacques jakub jamal james jamie jamila jana jane janelle janet janice janine ' +
    'janusz jared jarvis jason jasper javier jayden jayne jean-luc jeanette jeanne jed jeff jeffrey jemima jenna ' +
    'jennie jennifer jenny jeremy jeri jerome jerry jess jesse jessica jessie jesus jian jill jim jimmy jiri joan ' +
    'joanna joanne joaquin jocelyn jodie joe joel johanna john johnny jole jolene jon jonathan jorge jose joseph ' +
    'josephine joshua joyce juanita jude judi judith judy julia julian julianne julie juliet juma jurgen justin ' +
    'justine jyoti kaito kamal kamala kareem karen karim karin karina karla karthik katarina katarzyna kate katherine ' +
    'kathleen kathryn kathy katia katie katja katy kavita kayla kazuki keiko keira keith kelly ken kendra kenji ' +
    'kenneth kenny kerri kevin khadija khalid kieran kim kimberly kiran kirk kirsten kirsty klara klaus kofi krishna ' +
    'kristen kristin kristina krystyna krzysztof kumar kurt kwabena kwame kwasi kyle lachlan laila lakshmi lamberto ' +
    'lana lance lara larry lars laszlo latifa laura lauren laurie lavinia lawrence lazzaro leah leandro leanne leda ' +
    'lee lei leila lena leo leon leona leonard leonarda leonardo leonida leonilda leonora leopolda leopoldo leroy ' +
    'leslie lester leticia lewis lia liam liana libby lidano lila lilian liliana lillian linda lionel lisa livia ' +
    'liviana livio liz liza lizzie lloyd lodovica lodovico logan lois loredana lorella lorena lorenza lorenzo loretta ' +
    'loriana loris lorna lorne lorraine lottie lou louise lourdes luca lucia luciana lucilla lucille lucinda lucio ' +
    'lucretia lucrezia lucy ludovica ludovico luigi luigia luigina luis luisa luisella lukas lukasz luke lydia lynda ' +
    'lynette lynn lynne mabel maddalena maddie madeleine maeve magda magdalena maggie mahmoud maisie malcolm ' +
    'malgorzata mandy manfredi manish manlio manoj manuel manuela mara marcella marcello marcia marcin marco marcus ' +
    'marcy marek margaret margery margherita margot maria mariacristina mariagrazia mariam mariangela marianne ' +
    'mariano mariasole marie mariella marietta marija marilena marilu marilyn marinella mario mariolina marion marisa ' +
    'marisol marissa mariuccia marjorie marko marlene marta martha martin martina martine marvin mary massimiliana ' +
    'massimiliano mateo mateusz matilda matilde matteo matthew matthias mattia maud maude maureen maurice maurilio ' +
    'maurizio mauro mavis maxine maxwell meg megan mehdi mehmet mei melania melanie melinda melissa melvin meredith ' +
    'merlin mia michael michal michela michelangelo michele michelina michelle mick miguel mihaela mihai mikael mike ' +
    'mikhail milan mildred milena millicent millie milos milton milvia mimi minerva minh minnie miranda mirco ' +
    'mireille mirella miriam mirko mirta mitchell mohamad mohamed mohammad mohammed mohan moll monia monica monika ' +
    'morag morgan morris mortimer muhammad muriel murray mustafa myra nabil nadeem nadia nadine nancy nanette naoko ' +
    'naomi nasser natalia natalie natalino natasha nate nathan nazareno nazario ned neha neil nellie nelson nerina ' +
    'nerio nessa nestore nettie nevil nevio ngozi nguyen nia niamh niccolo nicholas nick nico nicodemo nicola nicole ' +
    'nicoletta nicolina nicolo nigel nikhil niklas nikola nikolai nilde nino nisha nives noah noelle noemi noor ' +
    'norberto noreen norman norris nour nunzia nunzio obinna oddone odette odilia odoardo ofelia oksana ola olaf oleg ' +
    'olga olimpia olindo oliver olivia oliviero olu oluwaseun omar ombretta omero onofrio ophelia orazio oreste orfeo ' +
    'orietta ornella orsola osborne oscar osvaldo oswald otello ottaviano ouafae owen oyelaran pablo palmira palmiro ' +
    'pam pamela pancrazio paola paoletta paolina paolo paride parvati pasqualina patrice patricia patrick patrizia ' +
    'patsy patty paul paula paulette paulina pauline pavel pawel pedro peggy penelope percy peter petr petra ' +
    'petronilla petula phil philip philippa phillip phoebe phuong phyllis piera pierangela pierangelo pierfrancesco ' +
    'piergiorgio pierina pierluigi piermario piero pierpaolo pierre pietro piotr pippa polly pompeo pooja porzia ' +
    'prakash pranav preeti priscilla priya priyanka prunella qiang quang quentin quincy quintino quirino rachael ' +
    'rachel rachele rafael raffaele raffaella rahul raimonda raimondo raj rajesh ralf ralph ramesh ramon ramona randy ' +
    'rania ranieri raoul raquel rashid raul ravi raymond rebecca reggie reginald remigio rena renato renee renzo reza ' +
    'rhoda rhonda rhys ricarda ricardo riccarda riccardo richard richie ricky rinaldo rino rita robbie robert roberta ' +
    'roberto robyn rochelle roderick rodney rodolfo roger roland rolando rolf romilda romina romolo romualdo romy ron ' +
    'ronald ronda ronnie rory rosalba rosalia rosalie rosalind rosalinda rosamund rosangela rosanna rosaria rosario ' +
    'roseanne roselina rosie rosina rosita ross rossana rossano rossella roxanne roy ruben rudolph rufus ruggero ' +
    'rupert ruth ruthie ryan sabatino sabino sabrina sachin sadia sadie salim sally salma salvatrice sam samanta ' +
    'samantha samara samir samira sammy samuel samuela samuele sandeep sandor sandra sandrino sandro sanjay sante ' +
    'santosh saoirse sara sarah sasha saskia saverio savina scott sean sebastian sebastiana sebastiano selena selene ' +
    'selina selvaggia serafina sergei sergio seth shana shane shannon shanti sharon shaun shawn sheena sheila shelby ' +
    'sheldon shelly sherri sherry sheryl shirley shona shreya sian sid sidney sigismondo sigrid silas silvana silvano ' +
    'silverio silvia silvio simon simona simone simonetta sinead siobhan siro slavica sneha sofia sofronia sonia ' +
    'sonja sophia sophie soren stacy stanislav stanley stefan stefania stefanina stefanino stefano stephanie stephen ' +
    'steve steven stewart stuart sunil sunita suresh susan susanna susannah suzanne suzy sven svetlana sveva sybil ' +
    'sylvia tabitha takashi tallulah tamara tamas tamsin tania tanya tara tariq tasha tatiana tecla ted telemaco teo ' +
    'teodolinda teodora teodoro terence terenzio teresa teresina terrence terry tess tessa thabo thanh thelma theo ' +
    'theodore theresa thi thierry thomas tilda tilde tilly tim timoteo timothy tito tiziana tiziano tobia tobias toby ' +
    'todd tom tomas tomasz tommasina tommaso tommy toni tonia tonino tony tonya tori torquato torsten tracey tran ' +
    'trevor trina trish trisha tristan trudy tuan tullia tullio ubaldo uberto uchenna ugo ulla ulrich umar umberta ' +
    'umberto uriah usha uwe valentin valentina valerie valerio vanda vanessa vanna vanni vasile vasily venkat ' +
    'verdiana verena vern verna vernon veronica vezio vicki vicky vijay vikram viktor vilma vince vincent vincenza ' +
    'vincenzo vinicio vinod violante virgilia virginio viridiana vito vittore vittorino vittorio vivian viviana ' +
    'vivien vivienne vladimir vladimiro wallace walter wang wayne wendell wendy wesley wilbur wilfred wilhelmina ' +
    'willa william willie willis wilma winifred winnie wojciech wolfgang xavier xena xenia xiaoling xin yan yang ' +
    'yasmin yasmina yasmine yolanda yousef youssef yuki yuri yusra yusuf yves yvette yvonne zaccaria zach zachary ' +
    'zack zainab zaira zara zbigniew zelda zelinda zena zeno zeynep zhang zoe zoey zofia zoltan zsofia'
  ).split(' '),
);
