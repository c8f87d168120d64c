/** Words that rules look for: people, times, care, courts, and what shows that a text speaks in general. */

import { terms } from "./text.js";

/**
 * First names that are common in Northern Ireland and little else. Those that are also plain words (Grace, Mark,
 * Will) are left out, and so are those that are places first.
 */
const NAMES =
  "aaliyah aaron abbie abigail adam adrian agnes agnieszka aidan áine aine aisling aislinn aiden alan alana alex " +
  "alfie alice alison amelia amy ana andrea andrew angela anna anne annie anthony anton aodhán aoibheann aoibhinn " +
  "aoife archie ashleigh ashling barbara barney barry beatrice becky ben benny bernadette bernard bernie bertie " +
  "beth betty billy bobby bogdan bradley brandon brenda brendan brian bridget bridie bríd brigid bronagh brona " +
  "caitlin caitlyn cal callum calum cameron caoimhe caolan cara carla caroline carolyn cathal catherine cathy " +
  "cáit charlene charles charlie charlotte chelsea chloe chris christina christine christopher ciara ciarán ciaran " +
  "cillian claire clare clodagh cody colette colin colleen colm colum conall conchobhar conn connor conor corey " +
  "cormac courtney craig cliodhna clíodhna daithi daithí daniel danielle danny darragh darren dave davey david " +
  "davy deaglan dearbhla debbie deborah declan deirdre denis dennis derek dermot desmond diane diarmuid dolores " +
  "donal donna doreen dorothy dylan dympna eamon eamonn éamonn eddie edel edward eileen eilís eilish eimear eimhear " +
  "elaine eleanor elizabeth ella ellen ellie elsie emer emily emma enda eoghan eoin eric erin ethan ethel eugene " +
  "eunice eva evelyn evie fergal fergus fiachra finbar finn fintan fiona fionn fionnuala francesca francie " +
  "frankie freddie freya gareth gary gavin gemma geoff george georgia gerald geraldine gerard gerry gertie gillian " +
  "glenn gordon grainne gráinne hannah harry heather helen henry hugh hughie ian imelda imogen iris isaac isabel " +
  "isabella isla ivan jacinta jackie jacob jacqueline jake james jamie jan jane janet janice jason jayden jaxon " +
  "jean jeanette jemma jennifer jenny jeremy jessica jim jimmy joan joanne joe joel john johnny jolene jonathan " +
  "jonny jordan joseph josephine josh joshua joyce jude judith julia julie justin karen karl katarzyna kate " +
  "katherine kathleen kathryn kathy katie katrina kayleigh keelan keith kelly kelsey ken kenneth kenny kerry " +
  "kevin kian kieran kieron killian kirsty kyle kylie lara laura lauren leah leanne lee lena leo leon leona lesley " +
  "liam lillian linda lisa logan lorcan lorna lorraine louise lucas lucy luke lynn lynne lynsey mabel maeve " +
  "mairead máiréad maire máire malachy malgorzata marcus margaret maria marian marie marion marjorie marta martin " +
  "martina mary mateusz matt matthew maura maureen maurice megan méabh michael michaela michelle mick mickey " +
  "mohammed moira molly mona monica muhammad muireann myra nadia nancy naomi natalie natasha neil niall niamh " +
  "nichola nicola nicole nigel noel noah noeleen noelle nora noreen norma norman nuala odhran odhrán oisin oisín " +
  "olive oliver olivia orla órla orlagh oscar owen paddy padraig pádraig pamela patricia patrick paul paula pauline " +
  "peggy peter phil philip phyllis piotr rachael rachel raymond rebecca regina rhys richard rita robbie robert " +
  "roberta roger roisin róisín ronan rónán ronnie rory rosaleen rosemary ross rowan roy ryan sadie saoirse sally " +
  "sam samantha sammy samuel sandra sara sarah sean seán seanna séamus seamus seamas séamas seana shane shania " +
  "shannon sharon shaun shauna shay sheila shelley shirley sian sinead sinéad siobhan siobhán siofra síofra sofia " +
  "sonia sophia sophie sorcha stacey stella stephanie stephen steve steven stewart stuart susan suzanne sylvia " +
  "teresa terence theresa thomas tiarnan tiarnán tierna tiernan tina toby tom tommy toni tony tracey tracy trevor " +
  "tyler una úna ursula valerie vanessa vera veronica victor vincent violet wendy wesley wilbert william willie " +
  "winifred yvonne zac zara zoe";
const FIRST_NAMES = new Set(NAMES.normalize("NFC").split(" "));

/** Words with a capital that are nobody's name: they begin sentences, days, months, and what the workbook names. */
const NO_NAMES =
  "a about after again all also although always am an and another any anybody anyone anything are around article " +
  "as ask at away back bank be because been before behind being best between big black both boxing breaking but by " +
  "can card care carer carers chapter child childrens children christmas congratulations congrats could council " +
  "covid day days dear did do does doing done don't down during each easter either else english even every " +
  "everybody everyone everything fair few first for from full get getting give given go god going good got grand " +
  "great had half halloween hands happy has hats have having he heading health heartbroken hello her here hers hes " +
  "hi his home how however huge human i id if ill im in into is it its itd itll ive job just keep kids know last " +
  "late later least less let lets like line little local look looking lord lot lots lovely made make many married " +
  "massive maternity may maybe me men mens merry might mine minister miss monday more morning most mothers mother " +
  "mrs much mum mums must my need never new next nice night no nobody none not nothing now of off oh old on once " +
  "one only or order other others our out over own page parents part people peoples person please poor proud put " +
  "quick rest right said same saturday say section see seen set several shall she should shout since so some " +
  "somebody someone something sometimes soon sorry standard standards start still stop such sunday support sure " +
  "take taken team teams tell ten than thank thanks that thats the their them then there theres these they thing " +
  "things think this those though thought three through time tip to today todays together tomorrow tomorrows " +
  "tonight tonights too took top trust try two under until up us very want wanted was we wee week weeks weekend " +
  "well went were what whatever when where whether which while who whoever whole whose why will wish with without " +
  "women womens wonderful work world worst would wow year years yes yesterday yesterdays yet you young your " +
  "fathers father dad dads granny grandparents january february march april june july august september october " +
  "november december tuesday wednesday thursday friday spring summer autumn winter";
const NOT_NAMES = new Set(NO_NAMES.replace(/'/g, "").split(" "));

/** Names of bodies, laws, services and programs: two of them side by side are not a person. */
const OWN =
  "act adult advice ai android apple apprenticeship assembly assessed assessment awards bachelor bbc belfast bill " +
  "board british chatgpt chief citizens code codes collective commission commissioner committee community conduct " +
  "consultation convention copilot country court covid criminal data degree department director disability " +
  "domestic duty early education employer employment equality european executive facebook family federation finance " +
  "fitness forum foundation framework freedom friday gdpr gemini general google governance government group " +
  "guidance guide guidelines high hospice hsc hub human inclusion information inspectorate instagram intelligence " +
  "internet ireland irish justice kingdom labour law learning legal library life linkedin lunch ltd master media " +
  "meeting member mental messenger microsoft model monitoring national network newsletter nhs niasw nisct niscc " +
  "northern nurse nurses nursing office officer online order outlook parliament partnership party performance " +
  "personal plan planning police policy post practice practitioner privacy professional programme protection " +
  "psni public pupil queens record register registered registration regulation regulations regulator report " +
  "republic review rights rqia safeguarding safety scotland secretary senior service services sharepoint slack " +
  "snapchat social society staff standard standards start state statutory strategy student study supervision " +
  "supreme survey telegram terms threads tiktok trade training trust twitter ulster union unison united university " +
  "wales welsh westminster whatsapp windows word workbook worker workers working workshop x year youtube zoom " +
  "here safe staying";
const OWN_TERMS = new Set(OWN.split(" "));

const KIN =
  "ma|mum|mummy|mam|mammy|mother|da|dad|daddy|father|granny|granda|nan|nana|grandmother|grandfather|sister|" +
  "sisters|brother|brothers|son|daughter|wean|weans|wains|child|children|kid|kids|baby|babies|twin|twins|husband|" +
  "wife|partner|boyfriend|girlfriend|ex|stepda|stepdad|stepfather|stepmum|stepmother|family|parents";

/** Who somebody is to somebody else. */
const RELATIONS = terms(`
  -|wee|big|oul|auld|young|older|younger|birth|foster ${KIN}, uncle|aunt|auntie|aunty|cousin|niece|nephew,
  stepson|stepdaughter|grandson|granddaughter|grandchildren|grandkids|siblings|neighbour|teacher|keyworker,
  foster|- carer|carers, social worker, solicitor|barrister|case|file|placement|hearing`);

const PEOPLE =
  "childer|granda|granny|lad|lads|fella|fellas|boy|boys|girl|girls|man|men|woman|women|lady|wean|weans|wain|wains|child|children|kid|" +
  "kids|baby|babies|newborn|toddler|toddlers|teenager|teenagers|twins|ones|souls|soul|critter|mite|cub|cutty|pupil|" +
  "brothers|sisters|siblings|family|families|couple|mum|mother|mums|mothers";

/** One person or one family, and no other: that lad, two babies, her weans, yer man. */
const SPECIFIC_PEOPLE = terms(`
  this|that|thon|yon|thons|those|another|poor|wee|two|three|four|five|six|both|2|3|4|5|6
    -|wee|poor|young|older|younger|other|oul|big|more ${PEOPLE},
  two|three|four|five wee|young|older|younger brothers|sisters|ones,
  the|a -|wee|young|oul|big lad|fella|cub|cutty, the oul|auld doll|pair|couple, the|a wee|oul|auld boy|girl|man|woman|lady|wean|one|baby|child,
  the pair|lot|three|two|four|five of them, her|his|their -|wee|own|birth|foster ${KIN}, yer|your man|woman|doll,
  her that|with|from|over|above, him that|with|from|over|above, my client|clients|cases, my wee lad|man|fella,
  the weans|wains|childer|twins, the da|ma|granda|granny|daddy|mammy|brother|stepda, the -|wee pair of them, the youngest|eldest|oldest, -|the wee ones,
  my -|own|favourite|wee favourite|wee|- client|clients|service, stepda, stepdad`);

/** What shows that somebody is known to all: a singer, a player. */
const PUBLIC_FIGURES = terms(
  "song, songs, album, albums, gig, concert, on tour, striker, scored, hat trick, biography",
);

/** She and he: one person, unless the writer's own people are spoken of. */
const PRONOUNS = terms(
  "she, shes, he, hes, her, him, his, hers, herself, himself, shed, shell, hed",
);

/** A child, a family: it may be one, and it may be all of them. */
const GENERAL_PEOPLE = terms(
  "the|a|one -|young|birth child|baby|family|mother|father|mum|dad|woman|man|girl|boy|person|patient|client|pupil|" +
    "resident|teenager|couple|parents|toddler|mothers|children|kids|service|granny|granda|newborn|pensioner|client, childer, brothers, sisters, siblings, twins, weans, wains, wee ones",
);

/** The writer's own people. */
const OWN_PEOPLE = terms(`
  my|our -|own -|wee|big|lovely|wonderful|beautiful|elder|eldest|youngest|middle|older|younger
    mum|mummy|mammy|ma|mother|da|dad|daddy|father|granny|granda|nan|sister|brother|son|daughter|husband|wife|
    partner|boy|girl|two|three|wean|weans|kids|children|dog|cat|niece|nephew|aunt|uncle|manager|colleague|team|
    mentor|supervisor|friend|family|baby|twins|cousin|boss|dentist|doctor|hairdresser|house|home|kitchen,
  i|we was|am|were -|also -|a|in foster|care|adopted, im -|also a foster|kinship, i|we foster|fostered|adopted,
  a colleague|barrister|stranger|friend|manager|nurse|driver|lecturer|speaker|tutor`);

/** Now: a story of today, and not a matter in general. */
const NOW = terms(`
  today, tonight, yesterday, the morra|morrow|marra, the now, this morning|afternoon|evening|week|minute, last night|week, the day|night,
  just, still, tomorrow, again, at midnight, before breakfast|lunch|dinner, now, finally, on monday|tuesday|wednesday|
  thursday|friday|saturday|sunday`);

/** The work itself: with these near, a person is likely one that the writer works with. */
const WORK = terms(`
  visit, visits, visited, home visit, office, duty, on shift, caseload, client, clients, service user|users, referral,
  ward, crisis team, social worker, her|his|their social worker, placement, contact, hearing, appointment,
  appointments, rang me, on to me, assessment, unit, hostel, refuge, safeguarding, case, meeting, supervision, favourite
  grown-up, this job, stairlift, ramp, care leaver|leavers, social services, working|worked|work with, to housing, on the phone to, finally got, ring me, solicitor, served papers, rang, phoned, minds them, doctor says, discharge, care package, strip search, support plan, respite`);

/** What shows that a text is about learning, looking for people, or a matter of public life. */
const PUBLIC_MATTERS = terms(`
  training, refresher, course booked, webinar, a|the|this|our|annual|carers conference, conference in|on|for,
  seminar, lecture, module, podcast, documentary, film,
  research, guidance, ruling, judgment, inquiry, consultation, campaign, petition, policy, minister, mla, mlas, mp,
  assembly, stormont, charity, hospice, fundraiser, raising money|funds, raised, sponsor, carers needed,
  are needed, information evening|night|line|event|session, open evening|day|night, recruiting, recruitment,
  volunteers, award, awards, prize, adoption|fostering|carers|work week, fostering fortnight, allowance,
  all|everyone|everybody welcome, all for, in aid of, dementia|family friendly, all ages, support group, strike, the|a march, marched, marching, rally, union, election, festival, museum,
  exhibition, talk by, a talk, legislation, act, bill, the law, law on|needs|must, report on, new report, survey, statistics, members,
  study day, workshop, book club, vacancy, vacancies, post, posts open, apply, closing date, music|venue|gig,
  tour, concert, marathon, parkrun, 5k, 10k, walk, lottery, raffle, cpd, fortnight, care week, debate, debating,
  students, hiring, could you be|foster, come along, ring the, exam, essay, dissertation, in general, system, systems, families together`);

/** What is about to take place for anybody who likes to come. */
const EVENTS = terms(`
  open evening|day|night|morning, information evening|night|session|event|line, webinar, conference, seminar,
  training, workshop, rally, a march, the march, strike, protest, concert, gig, match, parkrun, 5k, 10k, marathon, coffee
  morning, fundraiser, fundraising, sponsor, sponsored, raffle, quiz, closing date, closes, deadline, consultation,
  survey, register, book -|your|a place, tickets, all|everyone|everybody welcome, join us, come along, sign up,
  petition, apply, applications, vacancy, newsletter, launch, festival, agm, lecture, podcast, walking, running,
  sign the, raised, raising, hiring, closing, talk in|on|by, exhibition, drop in, debating, debate, service starts|is, mass, world social work day`);

export const PERSONS = {
  FIRST_NAMES,
  NOT_NAMES,
  OWN_TERMS,
  RELATIONS,
  SPECIFIC_PEOPLE,
  PRONOUNS,
  PUBLIC_FIGURES,
  GENERAL_PEOPLE,
  OWN_PEOPLE,
  NOW,
  PUBLIC_MATTERS,
  EVENTS,
  WORK,
};
