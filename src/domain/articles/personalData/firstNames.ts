/** Frequent first names (the lists that statistical offices publish: SSA, ONS, ISTAT), for names nobody introduced. */
export const firstNames = new Set(
  (
    'james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony steven paul ' +
    'andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan ' +
    'stephen larry justin scott brandon benjamin samuel gregory alexander patrick raymond dennis jerry tyler aaron jose ' +
    'adam nathan henry douglas zachary peter kyle noah ethan jeremy walter christian keith austin roger terry sean gerald ' +
    'carl dylan harold jordan jesse bryan lawrence arthur gabriel bruce logan billy alan ralph willie albert eugene vincent ' +
    'oliver harry leo oscar archie theo alfie charlie freddie isaac lucas edwin callum liam rory finn kieran ewan connor ' +
    'mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley ' +
    'kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy ' +
    'kathleen shirley emma brenda pamela nicole anna samantha katherine christine debra rachel carolyn janet maria ' +
    'olivia heather helen catherine diane julie victoria joyce lauren kelly christina ruth joan virginia judith evelyn ' +
    'hannah andrea megan cheryl jacqueline madison teresa abigail sophia martha sara gloria janice kathryn ann isabella ' +
    'judy charlotte julia amelia alice jean doris frances denise marilyn danielle beverly theresa diana natalie brittany ' +
    'sophie lucy chloe ella mia freya poppy isla priya fatima aisha mohammed muhammad ahmed ali omar wei siobhan renee zoe ' +
    'niamh aoife fiona moira gillian tracey imogen harriet phoebe jean-luc pierre hans jurgen klaus sven lars ingrid ' +
    'francesco alessandro lorenzo mattia leonardo andrea gabriele riccardo davide tommaso matteo luca giuseppe antonio ' +
    'marco giovanni federico edoardo simone filippo pietro alessio emanuele samuele diego giulio daniele nicola niccolo ' +
    'christian jacopo giacomo michele vincenzo stefano roberto paolo mario luigi angelo vincenzo carlo franco domenico ' +
    'giorgio bruno massimo maurizio fabio claudio enrico gianluca gianni sergio cristian salvatore raffaele alberto ' +
    'ermenegildo umberto ugo renato piero pasquale nicolo dario fabrizio valerio ettore guido walter ivan mirko ' +
    'sofia giulia aurora alice ginevra emma giorgia beatrice greta martina chiara francesca sara anna matilde gaia camilla ' +
    'noemi elisa elena federica valentina silvia laura paola roberta simona monica daniela cristina barbara alessandra ' +
    'antonella stefania claudia ilaria eleonora michela serena lucia maria rosa angela giovanna teresa carmela caterina ' +
    'margherita viola arianna ludovica rebecca marta irene veronica debora sabrina patrizia manuela ottavia stella luisa ' +
    'luciana franca grazia giuseppina carla rita bianca nicoletta lorena tiziana raffaella mirella donatella'
  ).split(' '),
);
