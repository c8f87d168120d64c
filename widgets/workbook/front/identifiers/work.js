/**
 * The work in the words of Northern Ireland: who somebody is to the writer, what happens on a working day, and
 * colleagues who are run down in public.
 */

import { CLOSE, NEAR } from "./seen.js";
import { PERSONS } from "./terms.js";
import { isNear, overlaps, terms } from "./text.js";

/**
 * @typedef {import("./seen.js").Seen} Seen
 * @typedef {import("./text.js").Spot} Spot
 */

const SOMEBODY =
  "client|mum|mummy|mother|ma|dad|daddy|da|father|family|granny|granda|lad|lady|girl|woman|man|fella|cub|cutty|" +
  "pensioner|couple|carer|resident|patient|student|one";

/** Somebody who is likely a person, or a family, that the writer works with. A friend of mine is not meant. */
const WORKED_WITH = terms(`
  on my -|own books|list|caseload|patch,
  a|the|this|that|yon|thon|wee|young|oul|auld|another -|wee|young|oul|new ${SOMEBODY} of mine|ours,
  client|clients of mine|ours,
  one|two|three|some of my -|wee|oul|young|own ones|families|mums|mas|dads|das|clients|parents|carers|residents|
    patients|cases|foster -|carers|placements|grannies|grandas,
  my wee|oul|auld|young|other man|woman|lady|fella|cub|cutty|granny|granda wi|with|from|in|out|up|over,
  my -|wee oul|auld|old fella|woman|doll|man|lady|pair, i visit|visited, i work|worked with, i see|saw every|on|each,
  i look|looked after, i call|called with|on|in|to, i had|have|got out|in|from|on,
  our newest|latest|new placement|client|family, told yous|you|yez about, i was out|up with|at,
  the|that house i know|visit|was,
  i sit|sat|take|took|lift|lifted|bring|brought|leave|left|drive|drove her|him|them|to|with,
  this|that|yon|thon|one|another foster|kinship|birth -|carer|carers|mum|mother|dad|father|da|family|parents|
    placement`);

/** What a working day brings, and what a neighbour would know again. */
const WORK_EVENTS = terms(`
  wean|weans|wain|wains|childer|child|children|kids|lad|lads|fella|fellas|boy|girl|son|daughter|mother|father|da|ma|
    brother|brothers|man|woman|he|she|him|her|they -|was|were|got|been|being -|all|both|just lifted,
  they|peelers|police|cops|polis lifted the|him|her|them|two|three|his|their, lifted for|from,
  peelers|police|cops|psni|polis had|have to|come|called,
  peelers|police|cops|psni|polis|ambulance -|had|have brought|took|lifted|arrested|found|left|returned|carried|wanted|
  charged him|her|them|the, door|doors going|went|kicked|put|coming in,
  contact fell|was|is|went|broke|got -|through|off|cancelled|down|badly|again,
  judge|court|they|panel gave|sent|let|took|sending|giving him|her|them back|home|away|off|out,
  a punch|slap|kick|bite|box|thump|dig in|from|on|off,
  bit|bitten|punched|slapped|kicked|headbutted|hit me|us|by|him|her, called me a|every|everything|all,
  threatened|threatening to|me|us|him|her, packed for the|care|home,
  moved|moving him|her|them|the -|weans|kids|twins|again|on|out,
  told her|him|them about|that -|the|they|she|he|her|his, ran|run away|off from|with|again, gone|went missing,
  missing again|since|from, hasn't slept|spoken|spoke|smiled,
  peelers|police|cops|psni|polis -|had to come|came|called|arrived|landed,
  peelers|police|cops|psni|polis -|were|was at|out|round -|again|the|a|him|her|them,
  ring|rang|ringing|call|called|calling|phone|phoned|get|got|send|sent|for the peelers|police|cops|polis|ambulance on|
    to|out|for|again,
  threw|throw|throws|throwing|put|run|ran|running|chased|chase|hunted|fired|turned|barred|locked|ordered me|us|him|
  her|them out, thrown|put|run|chased|hunted|barred|turned|ordered out of|from a|the|her|his|their|that,
  set the -|big dog|dogs on, spat at|on me|us|her|him|them, took|take a swing, went for me|us|him|her|them, half cut,
  full drunk, stocious, steaming, steaming drunk, blootered, footless, legless, plastered,
  out of his|her|their -|own tree|head|face|mind, drunk again, off the wagon,
  at|after|during|missed|miss|cancelled contact -|again|today|yesterday|tomorrow|with, supervised contact,
  show|showed|turn|turned|turning up at|for|to contact|court|the, sent|put down for|the|again, back inside,
  going down for, got bail|remanded|time|years|sent, got out of, up in|before|for court|the judge|assault,
  sold|pawned|sells|selling|robbed|stole|spent|drank|drunk his|her|their|the,
  put|putting|puts|kicked|kick in her|his|their windows|door|doors, windows|door|doors put|kicked in,
  put out of her|his|their house|flat|home, shot in the|both, under threat, kneecapped,
  hasn't|haven't left the|her|his|their bed|house|flat|room, hasn't|haven't eaten|washed in|for|since,
  found her|him|them -|lying on|in|at, was|were found on|in|at|lying, greeting again, in bits, has nobody,
  lost her|his|their flat|house|home|weans|children|childer|kids|tenancy`);

const COLLEAGUE = terms(`
  my|our|her|his|the|this|that|some|new|a|two|three|those|all -|own|new|acting|useless|team|line|service|
  senior manager|managers|boss|bosses|senior|seniors|supervisor|supervisors, team lead|leads,
  practice teacher|assessor|educator, team manager|leader, line manager, senior social worker, head of service,
  senior|upper|middle management, management, our|the|my director|directors|chief, the|our|that new start|girl|fella,
  colleague|colleagues, workmate|workmates, on our|my team, works|work beside me, sits beside me, co worker,
  agency worker|staff, the agency ones, them ones upstairs, admin`);
const RUN_DOWN = terms(`
  melter, melters, waste of space|oxygen|skin|money|a, useless, hopeless, clueless,
  a -|complete|total|pure|absolute joke|clown|bully|snake|eejit|idiot|nightmare|disgrace|dose|balloon|tube|spoofer|
  chancer|lick|headcase|header|waster|liar|fraud|weapon|dictator|wagon|witch|dinosaur, snakes, bullies, absolute joke,
  two faced, backstabber, backstabbers, not fit to, lazy, bone idle, incompetent, buck eejit,
  hasn't|haven't a|the notion|clue|baldy, not a notion|clue, power trip, power mad, away with the fairies,
  couldn't|can't manage|run|organise|lead|find|make|tie,
  never once|- -|has|have -|once read|reads|answers|answered|listened|listens|in|lifts|lifted,
  does|do nothing|sweet|damn, does|doing|did my|our head|heads in, melting my|our head|heads, pain in the, sickener,
  would sicken you, waste of, thick, spineless, ignorant, good for nothing, wouldn't know a|the|one,
  as much use|good|sense as, as useful|useless as, face like, people skills, not one of them|us,
  should be made|sacked|struck, who|whoever made|hired|promoted|gave,
  could|couldn't|can't spell|read|care|count|use|be -|less, never been|done|held|set, hides in|behind,
  hiding in|behind, thinks that|supervision|she|he -|means|is|owns|runs, too busy|good|grand|big|important,
  knows|know nothing|-|less than, does|do not|nothing|damn all, takes|took|stole|steals -|all the credit,
  micromanages, micromanaging, redo|redoing every|all|her|his, cover|covers|covering for her|his|their,
  away|off golfing, never in, long lunch|lunches, throw|threw|throws me|us|you under the bus`);

export const WORKING = { WORKED_WITH, WORK_EVENTS };

/** @param {Seen} seen @param {Spot} spot Whether it belongs to the writer's own life, or to a matter in general. */
function isElsewhere({ own, general }, spot) {
  return [own, general].some((all) => isNear(all, spot, NEAR));
}

/** A woman on my list; a client of mine; my wee man with the bad hip. @param {Seen} seen @returns {Spot[]} */
export function peopleOfTheWork(seen) {
  const told = [
    seen.places,
    seen.of(PERSONS.PRONOUNS),
    seen.of(PERSONS.NOW),
    seen.names,
    seen.people,
  ];
  return seen
    .of(WORKED_WITH)
    .filter(
      (spot) =>
        !isNear(seen.general, spot, NEAR) &&
        !isNear(seen.own, spot, CLOSE) &&
        told.some((all) => isNear(all, spot, NEAR)),
    );
}

/** Three weans lifted; the peelers had to come. @param {Seen} seen @returns {Spot[]} */
export function eventsOfTheWork(seen) {
  const somebody = [seen.people, seen.names, seen.of(WORKED_WITH)];
  const anybody = [seen.of(PERSONS.GENERAL_PEOPLE), seen.of(PERSONS.PRONOUNS)];
  const when = [seen.places, seen.of(PERSONS.NOW)];
  return seen
    .of(WORK_EVENTS)
    .filter(
      (spot) =>
        !isElsewhere(seen, spot) &&
        (somebody.some((all) => isNear(all, spot, NEAR) || overlaps(all, spot)) ||
          (anybody.some((all) => isNear(all, spot, NEAR)) &&
            when.some((all) => isNear(all, spot, NEAR)))),
    );
}

/** My manager is a melter. What the writer says of themselves is not meant. @param {Seen} seen @returns {Spot[]} */
export function colleaguesRunDown(seen) {
  const { words, of } = seen;
  return of(RUN_DOWN).filter(
    (spot) =>
      isNear(of(COLLEAGUE), spot, CLOSE) &&
      !isNear(seen.general, spot, CLOSE) &&
      !/^(?:im|ive|i|me|am)$/.test(words[spot.at - 1]?.word ?? ""),
  );
}
