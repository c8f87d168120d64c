/** What a story about a person turns on: care, courts, health, homes; and contempt, and what gives a record away. */

import { terms } from "./text.js";

/** What happens to one family at a time: here a family is enough, whichever it is. */
const CARE_EVENTS = terms(`
  unocini, unocinis, marac, lac review|reviews, overdose, case conference, removed, sectioned, joint protocol`);

/** Care, protection, and what a family goes through with them. */
const CARE = terms(`
  in care, into care, care experienced, overdose, overdosed, od'd, removed, taken off her|him|them|their,
  lifted the|her|his weans|wains|children|kids,   unocini, unocinis, lac, lac review, looked after, marac, contested,
  case conference, emergency protection order, epo, interim care order, care order, supervised contact,
  contact visit|centre, guardian ad litem, on the register, child protection register, 
  placement broke|broken down, kinship, respite, secure unit, children's home, disclosed, disclosure,
  opened|opening up about, self harm|harmed|harming, relapsed, rehab, detox, methadone, heroin, non molestation,
  adult safeguarding, joint protocol, abused, neglected, groomed, sectioned, detained, tribunal, refuge,
  custody, on remand, bail, parole, jail, gaol, prison, maghaberry, magilligan, hydebank, probation, tagged,
  evicted, homeless, sleeping rough, sleeping in his|her|their|the car, foodbank, food bank`);

/** These are looked for all over the country: a place alone says nothing. */
const FOSTERING = terms(`
  foster, fostered, fostering, adoption, adopted,
  foster -|carer|parent|mummy|daddy|placement|home|lad|girl|family|couple`);

const CONTESTED = terms("contested contact|hearing|order|application|proceedings|adoption");

/** Courts that decide about children. */
const COURT = terms(`
  court, courthouse, courtroom, judge, barrister, barristers, guardian ad litem, hearing, laganside, old townhall,
  no order|decision, interim|emergency|care|supervision order`);
const CHILDREN_OR_ORDERS = terms(`
  baby, babies, newborn, newborns, wean, weans, wains, wee ones, twins, toddler, mummy, mammy, teddy, bottle, the youngest|eldest|kids|
  children|child, no order|decision, order made, granted, adjourned, interim, her|his|their -|own mummy|mammy|mum|son|
  son's|daughter|daughter's|name|children|kids|child, brothers, sisters, siblings`);
const HOURS = terms(`
  hours in, whole|all morning|afternoon|day, day one|two|three|four|five, corridor, waiting room, in my arms,
  across my knee, again`);

const HEALTH = terms(`
  dementia, alzheimer's, psychosis, psychotic, schizophrenia, bipolar, cancer, stroke, hearing -|the voices,
  suicidal, anorexia, miscarriage, hiv, terminal, dying, palliative, lewy -|body, parkinson's, motor neurone, epilepsy, colostomy, stoma, eating disorder,
  postnatal depression, panic attacks, miscarried, stopped taking her|his|their -|the, incontinent, catheter, nervous breakdown,
  off the drink|gear, on the drink|gear|drugs, back on the drink|gear, months|weeks|days|years sober, drinking again,
  hasn't long, passed away, her|his|their bloods|results|diagnosis|scan|meds|medication|mind|
  mental health, came back positive`);

/** The same words where they mean something else. */
const OTHER_SENSES = terms(`
  in care home|homes|work|settings|planning|services|practice, of course, tennis|squash|badminton|food|basketball
  court, court of public opinion, adopted a policy|dog|cat|motion, stroke of, feel|felt|feeling|plead|pleaded|so|a guilty, guilty pleasure|secret|of|as, not guilty, foster a|good|better dog|cat|culture|
  relations|links, contested election|seat|seats, appeal hearing aid, hearing aid|aids, hearing from|about|that,
  looked after -|us|me, respite from the, removed from the website|page|policy, order of, the law society,
  court case, cancer focus|research|charity|fund|ward|relay, removed from sale, suspended sentence`);

/** A home as a stranger would not want it told. */
const HOME = terms(
  "house, home, kitchen, bathroom, flat, bedroom, cot, couch, carpet, stairs, top to bottom, bottles, floor, sink, cup, shower, showered, tea",
);
const HOME_CONDITIONS = terms(`
  stinking, stank, boggin, bogging, minging, manky, reeking, filthy, dog dirt, the state of her|his|their, a rat,
  rats, fleas, maggots, flies, stuck to the, turn|turned your|my stomach, smell, smelt, reeked, dirty nappies, mould, mouldy, nits, dog hair, mouse droppings, like a tip, no heating|sheets|food`);
const NOT_A_HOME = terms(
  "office, staff, canteen, work, my|our -|own house|home|kitchen|flat|bathroom|couch",
);

const GUILT = terms(`
  guilty, guilty as sin, can|could|would tell -|that he|she|they is|are|was|were|did, can|could|would tell he's|she's|
  they're, he's|she's|they're|he|she|they -|is|are|was|were guilty, know|knew -|that he|she|they did it,
  lying through his|her|their, always lying|lies|lie, all liars, knows|know -|that he|she|they did it|that, know -|right|rightly|well|fine what he|she|they is|are|was|did,
  swear -|that he|she never, throw away the key, walked free, in his|her eyes, he'd|she'd do it again, he|she|they did do it, is|are a danger, he|she did it and, did it and he|she|they, lock him|her|them up, got away with it, gets|get away with it
  again, face of him|her, deserves|deserved|deserve everything|all he|she|they gets|got|get`);

const TRAITS =
  "thick|lazy|useless|hopeless|evil|manipulative|mental|feckless|worthless|pathetic|scum|vile|animals|wasters|" +
  "waster|druggie|junkie|alco|chancer|chancers|unfit|psycho|headcase|melter|tramp|tramps|nightmare|disgusting";
/** Contempt for people: words that leave no doubt, and those that are said of somebody. */
const CONTEMPT = terms(`
  scrounger, scroungers, sponger, spongers, waster, wasters, junkie, junkies, smackhead, smackheads, druggie,
  druggies, scumbag, scumbags, lowlife, lowlifes, toerag, toerags, hoods, spide, spides, chav, chavs, retard, psycho,
  nutter, nutters, headcase, headcases, headbin, headbins, melter, melters, moron, morons, cretin, imbecile,
  oxygen thief|thieves, thick as, not|hardly fit to be|raise|rear|mind|have, unfit mother|mothers|parent|parents,
  shouldn't|should never|- be allowed -|to -|have weans|wains|kids|children|babies|a, should be sterilised,
  breed|breeding like, couldn't|can't raise|rear|mind a, trust her|him|them|that|those -|woman|man|one|two|pair to
  mind|raise|rear|feed, wired to the moon, off her|his|their head, not wise in the head, no wonder the|her|his|their
  weans|kids|children|wains, he's|she's|they're|he|she|they|that|them -|is|are|was|were|all|woman|man|family|ones
  -|a|an|pure|just|total|absolute|so|nothing|but -|a|an|but ${TRAITS}, parents from hell, family from hell,
  the state of him|her|them, have|has no shame, if brains were, couldn't blow|run|organise, half a brain,
  brain cell|cells, not the full shilling, crocodile tears, born useless|liars|lazy, die useless, bend over backwards for
  them, pity the children, waste of a, what a waste, never have been let|allowed near, better|worse parent|mother|father|mum than, if he|she|they put half|as|the, sell their|her|his own, sold their|her|his own, dirty article, wouldn't know a, couldn't find|organise|run|boil a|the|an, -|not a titter of wit, two short
  planks, not the sharpest, gormless, buck eejit, half wit|wits, wee skitter|skitters|brat|brats, brat, brats, tramps,
  trollop, slut, slapper, hallion, hallions, gobshite, muppets, waste of oxygen|skin|time, parasites, leech, leeches,
  freeloader, freeloaders, dole scum, benefit cheat|cheats, layabout, layabouts, good for nothing, deadbeat, deadbeats,
  alkies, winos, drunks, chancers, baby factory, popping them out, keeps|keep having them, should be neutered|snipped, no
  right to be a, call herself|himself|themselves a, mother|father|mum|dad of the year, bad blood, rotten to the core,
  inbred, inbreds, savages, scum of the earth, dregs, lowest of the low, makes|make my skin crawl, makes|make me sick,
  lazy article|lump|so, deserve|deserves|deserved to lose, serves|serve her|him|them right, hell mend her|him|them,
  playing|milking|working the system, playing us, attention seeker|seeking, drama queen, every one of that, the whole clan,
  only themselves to blame, only in it for the, in it for the money, brought it on herself|himself|themselves, no better than`);

const HARD_WORDS = terms(
  "lazy, dirty, thick, useless, hopeless, manipulative, worthless, feckless, vile, disgusting, stupid, selfish, clarty, pathetic",
);

const JUDGE = terms(
  "judge, judges, judge's, magistrate, sheriff, the bench, his|her honour, your honour",
);
const JUDGE_CONTEMPT = terms(`
  clueless, a notion|clue, wake, woke, asleep, sleeping, joke, muppet, clown, idiot, eejit, fool, dinosaur, soft,
  head looked|examined, sacked, sack, retire, disgrace, useless, biased, blind, another planet, out of touch,
  golf club, unto himself|herself, pity help, never met a, in the pocket, not fit, a heart of stone, baldy notion, what planet, more sense, sleep at|tonight, can sleep, ashamed, couldn't find|run|organise, half asleep, cuckoo land, ivory tower, doddery, senile, past it, shame on,
  scandal, scandalous, farce, pantomime, insane, madness, spineless, gutless, coward, arrogant, pompous, bully, sexist,
  hopeless, wise up, catch himself|herself on, blood on, never reared a, fell asleep, corrupt, thick, doesn't|don't care, bought`);

const GROUPS = terms(`
  travellers, immigrants, migrants, refugees, foreigners, asylum seekers, roma, romanians, prods, taigs, fenians,
  huns, catholics, protestants, muslims, single mothers|mums, people on benefits|the brew, them ones, the ones,
  themuns, those ones, their kind, one side, other side, another family over, family over from`);
const THEM_GROUPS = terms(
  "them|bloody|dirty foreigners|travellers|immigrants|refugees|migrants|muslims|romanians|prods|taigs|fenians|huns",
);
const GROUP_CONTEMPT = terms(`
  never turn|show|say|pay|work|bother|want|listen|learn|change, always late|looking|wanting|on|complaining|moaning|at,
  get everything, are all|just the|at|after|in|on, come|came over here, go back|home to where|their, know the
  benefits|system, to a room, off us, better phones|phone|cars|houses|house than, have better|more, talk to me about, taking|take our|over, all the same, handed to them, nothing but, breed, wants|want everything, milk|milking the`);

const AI_TOOL = terms(`
  chatgpt, chat gpt, gpt, copilot, gemini, claude, chatbot, chatbots, ai, grammarly, llm`);
const AI_DEED = terms(`
  into, through, pasted, paste, put, putting, stuck, stick, threw, throw, fed, feed, feeding, dropped, drop, upload, uploaded,
  copied, copy, popped, pop, ran, run, let, letting, got, get, getting, had, asked, ask, gave, give, used, using,
  typed, dictated, written, tidied, drafted, recorded, told, wrote, writes, write, does, did, do, summarise, summarised`);
const CASE_MATERIAL = terms(`
  notes, minutes, report, reports, review, reviews, assessment, assessments, chronology, file, files, case, cases,
  referral, referrals, letter, letters, statement, statements, care|support|safety|pathway plan, records, recording,
  recordings, transcript, unocini, visit, visits, emails, story, contact sheet|sheets, sheets, family, client, clients, her|his|their situation, case work`);
const NEVER = terms(`
  never -|be|ever put|paste|pasted|use|share|upload|feed|touch|go, must|should|shall not|never, mustn't, shouldn't, don't
  -|ever put|paste|use|share|upload|feed, do not, no case notes, not to, can't|cannot replace|write, won't replace|write,
  banned, ban, refuse, refused, risks of, not ours, no names|notes, ask first, does|what your policy|employer`);

const PLATFORM = terms(`
  facebook, fb, insta, instagram, tiktok, snapchat, twitter, page, profile, profiles, account, accounts, socials,
  social media, linkedin, tinder, bebo`);
const CLIENTS =
  "mum's|mother's|ma's|dad's|da's|father's|client's|parent's|family's|lad's|girl's|user's|person's";
const SOMEBODYS = terms(`
  a|the|every|any|one -|young|service ${CLIENTS} facebook|fb|insta|instagram|tiktok|snapchat|page|profile|account|socials,
  client|clients|parents|mum|dad|they|families has|have|leave|leaves|put|puts|had -|an|a|it -|open|public|on facebook|
  fb|insta|instagram|tiktok|profile|socials,
  his|her -|mum's|ma's|mother's|da's|dad's|sister's|ex's|partner's|own|new|open|public facebook|fb|insta|instagram|
  tiktok|snapchat|page|profile|profiles|account|accounts|socials|followers|friends|stories|status|likes, their|the -|mum's|ma's|mother's|father's|da's|dad's|
  parents|parents'|family's|client's|lad's|girl's profile|profiles|facebook|instagram|insta|tiktok|socials|page`);
const LOOKING = terms(`
  look, looks, looked, nosied, peeked, peek, looking, check, checked, checking, nosy, nosey, nose, stalk, stalked, stalking, scroll,
  scrolled, scrolling, trawl, trawled, trawling, see, saw, seen, watch, watched, read, found, find, public, open,
  wide open, all over, searched, search, screenshot, screenshots, through, googled, dug, juke, jouk, gander, creeped, creeping, deep dive, sleuth, detective, snooped, spied, says, checked, amazed, learn, had his|her|their, found`);
const NOT_OURS = terms(`
  not ours, no business of, none of our business, don't|never|not to|shouldn't|mustn't look|check|search|google|scroll,
  leave well alone`);
const FOUND_ON = terms("found, watched, followed, checked, searched, spotted, looked up");
const ON_PLATFORM = terms(
  "on facebook|fb|insta|instagram|tiktok|snapchat|linkedin|twitter|bebo|tinder",
);
const LOOKED_UP = terms(`
  looked|looking|look him|her|them up, looked|looking|look up, googled|googling|google him|her|them, stalked|stalking him|her|them,
  looked|searched for him|her|them on, found|find|add|added|friended|followed|following him|her|them on,
  fake|second|other|another|burner account|profile`);

const LANDMARKS =
  "primary|secondary|nursery|community|chapel|church|bookies|bookie's|chippy|chippie|chip|spar|centra|post|pub|bar|school|orange|garage|barber's|" +
  "butcher's|butchers|barbers|credit|surgery|bridge|mart|pitch|gaa|park|bus|off|hotel|library|shop|mill|chemist|" +
  "police|fire|harbour|graveyard|parochial|health";
const LANDMARK = terms(`
  beside|behind|opposite|above|over|facing tesco|lidl|asda|sainsbury's|dunnes|spar|centra|eurospar|supervalu|iceland,
  beside|opposite|above|behind|over|facing|past|near the ${LANDMARKS}, across from the ${LANDMARKS}, next to|door -|to
  the ${LANDMARKS}, at the back of the ${LANDMARKS}, round the corner from the ${LANDMARKS}, two doors -|down|up
  from|- -|the ${LANDMARKS}, doors down|up from -|the ${LANDMARKS}`);
const DWELLING = terms(
  "house, lives, living, flat, flats, third floor, the one, that one, bungalow, bedroom, her|him that, yer man|woman, you all know",
);

const PAPERS = "news|tele|telly|papers|paper|radio|headlines";
const NEWS = terms(`
  off|in|on the ${PAPERS}, in|from the irish|sunday|belfast|news news|world|life|letter|telegraph|times, front page,
  the tele, sunday world|life, on|from utv, on nolan, court list|lists`);
const INSIDE = terms(`
  one of ours|mine, know|knew|met the|that|her|his -|wee family|mother|father|girl|lad|mum|parents|child, was with
  that|the|her, worked|work|working with that|the|her|him|them, the half of it, didn't print, what they didn't,
  the|that case is|was|this|in, that case, i was the one, his|her|their social worker, i held, i was there, i was -|standing|sitting in|at that|the|her|his, what i know, i could tell you, i could say, the wee girl|boy|lad, was mine`);

const ONLY = terms(`
  the only -|syrian|black|chinese|polish|protestant|catholic|traveller|muslim|blind|deaf|roma|gay|trans|single|wee|
  romanian|lithuanian|filipino|sudanese|ukrainian|afghan family|man|woman|boy|girl|lad|house|home|child|couple|
  twins|mother|father|ones, the only one with, a single -|traveller|black|polish|syrian|roma|deaf|blind family|child|pupil|woman|man, only one -|syrian|sudanese|romanian|polish|black|traveller|deaf|blind
  family|woman|man|child|couple|house`);
const SMALL_PLACE = terms(`
  in|on|of|at the|our|this|that|her|his -|whole|wee village|townland|street|estate|island|parish|road|lane|town|class|
  school|terrace|valley|glen, in|on the team|club|choir|under|football`);

const PICTURE = terms(`
  photo, photos, snapped, uploading, posting this, pic, pics, picture, pictures, selfie, snap, screenshot, screenshots, video, clip, screengrab,
  view from`);
const PICTURED = terms(`
  her|his|their -|wee|own window|house|home|bedroom|kitchen|room|garden|door|drawing|drawings|letter|bruise|bruises|
  face|hands|scan|cot|medication, client's, clients, a wee girl|boy, drawing -|that, drawings -|that|they, every -|wee drawing, my list, case list|load|notes, caseload,
  file, files, whiteboard, referral, referrals, court list, client, clients, favourite client, wee client, service user, resident, the visit, today's visit, of a|the house|flat|home, home visit, body cam`);

const VISITS = terms(`
  outside|into|in|from|at|leaving|left a|the|another|her|his|this|their house|flat|home|hostel|visit|address|refuge,
  of|on|from|for|after a -|home visit, door|stairs|hall|kitchen|steps of a|the|her|his house|flat|bungalow|home, visit in, on my way|off|away|heading to tell|see|visit|lift|meet|collect|get|remove, heading|going into a|the|another house|flat`);

const RECORD = terms(`
  her|his|their|the -|whole|case file|files|notes|chronology|records, my -|own case list|load|files|records, case
  list, caseload list, old|a|the file from|of, records of a|an|the|someone|somebody`);
const RECORD_READ = terms(`
  read, reading, screenshot, photo, pic, printed, printing, left, volumes, all there, back through, it's all in, opened, handwriting, found`);

const LOGIN = terms(`
  log in as me, password's the|my, my|the|her|his|our password|login|username|pin|passcode is|was, password is|was, a|any|my|your log in, a|any|my|your login for|to, has|have|knows|know|got my password|login|pin|username, sent|gave|text|texted|give you|her|him|them my pin|login|password|username, in|on|under|with|via my username|login|account|password, use|using|borrow my -|own
  login|username|password|smartcard|account|pass`);

/** What somebody said or did when the writer was with them. */
const ENCOUNTER = terms(`
  asked|told|called|hugged|thanked|begged me, sat with her|him, held -|a|her|his|my -|wee hand, handed me|a,
  cried on|to me, says to me, said to me`);

const VEHICLE = terms(`
  reg, registration, car, van, jeep, taxi, golf, corsa, transit, polo, fiesta, focus, astra, bmw, audi, passat, clio,
  tractor, motorbike, parked, driving, silver, black, white, red, blue, grey`);

const SCHOOL = terms(`
  school, schools, primary, college, grammar, academy, nursery, high, integrated, secondary, gaelscoil, bunscoil,
  class, classroom, principal, sports day, homework, maths, pupil, pupils, teacher`);

export const MATTERS = {
  CARE_EVENTS,
  CARE,
  FOSTERING,
  CONTESTED,
  COURT,
  CHILDREN_OR_ORDERS,
  HOURS,
  HEALTH,
  OTHER_SENSES,
  HOME,
  HOME_CONDITIONS,
  NOT_A_HOME,
  GUILT,
  CONTEMPT,
  HARD_WORDS,
  JUDGE,
  JUDGE_CONTEMPT,
  GROUPS,
  THEM_GROUPS,
  GROUP_CONTEMPT,
  AI_TOOL,
  AI_DEED,
  CASE_MATERIAL,
  NEVER,
  PLATFORM,
  SOMEBODYS,
  LOOKING,
  NOT_OURS,
  FOUND_ON,
  ON_PLATFORM,
  LOOKED_UP,
  LANDMARK,
  DWELLING,
  NEWS,
  INSIDE,
  ONLY,
  SMALL_PLACE,
  PICTURE,
  PICTURED,
  VISITS,
  RECORD,
  RECORD_READ,
  LOGIN,
  ENCOUNTER,
  VEHICLE,
  SCHOOL,
};
