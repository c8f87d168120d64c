/**
 * Places of Northern Ireland by their public names: to tell a reader "a person or a place?".
 *
 * Not complete, and not meant to be: what is missing here, its capital letters may still show.
 */

import { terms } from "./text.js";

const REGIONS = `
  County|Co Antrim, County|Co Armagh, County|Co Down, County|Co Fermanagh, County|Co Londonderry|Derry,
  County|Co Tyrone, Antrim, Armagh, Fermanagh, Tyrone, Derry, Londonderry, Mid Ulster, Ards Peninsula,
  Glens of Antrim, Causeway Coast, Mournes, Sperrins, Rathlin, Rathlin Island, Lough Neagh, Strangford Lough,
  Carlingford Lough, Lough Erne`;

const TOWNS = `
  Aghadowey, Aghagallon, Ahoghill, Aldergrove, Annahilt, Annalong, Annaclone, Ardglass, Artigarvan, Articlave,
  Augher, Aughnacloy, Ballinamallard, Ballycarry, Ballycastle, Ballyclare, Ballygally, Ballygawley, Ballygowan,
  Ballyhalbert, Ballykelly, Ballykinler, Ballymena, Ballymoney, Ballynahinch, Ballynure, Ballyrobert,
  Ballyronan, Ballywalter, Balloo, Banbridge, Bangor, Belfast, Bellaghy, Belleek, Benburb, Beragh, Bessbrook,
  Broughshane, Bushmills, Caledon, Camlough, Carnlough, Carrickfergus, Carrickmore, Carrowdore, Carryduff,
  Castlecaulfield, Castledawson, Castlederg, Castlerock, Castlewellan, Claudy, Cloughmills, Clogher, Clough,
  Cloughey, Coagh, Coalisland, Coleraine, Comber, Conlig, Cookstown, Craigavon, Crossgar, Crossmaglen, Crumlin,
  Cullybackey, Cullyhanna, Cushendall, Cushendun, Derrylin, Dervock, Desertmartin, Doagh, Donaghadee, Donaghcloney,
  Donaghmore, Downpatrick, Draperstown, Dromara, Dromore, Drumaness, Drumquin, Dunadry, Dundonald, Dundrod,
  Dundrum, Dungannon, Dungiven, Dunloy, Dunmurry, Ederney, Eglinton, Enniskillen, Feeny, Fintona,
  Fivemiletown, Florencecourt, Forkhill, Garvagh, Gilford, Glarryford, Glenarm, Glenavy, Glynn, Gortin,
  Greenisland, Greyabbey, Groomsport, Hillsborough, Hilltown, Holywood, Irvinestown, Islandmagee, Jordanstown,
  Katesbridge, Keady, Kells, Kesh, Kilkeel, Killinchy, Killough, Killylea, Killyleagh, Kilrea, Kilroot, Kinallen,
  Kircubbin, Larne, Laurelvale, Limavady, Lisbellaw, Lisburn, Lisnaskea, Loughbrickland, Loughgall, Lurgan,
  Macosquin, Maghera, Magherafelt, Magheralin, Maguiresbridge, Markethill, Martinstown, Mayobridge, Meigh,
  Millisle, Moira, Moneymore, Moneyreagh, Mountjoy, Moy, Newbuildings, Newcastle, Newry, Newtownabbey,
  Newtownards, Newtownbutler, Newtownhamilton, Newtownstewart, Newtowncrommelin, Omagh, Parkgate, Plumbridge,
  Pomeroy, Portadown, Portaferry, Portavogie, Portballintrae, Portglenone, Portrush, Portstewart, Poyntzpass,
  Randalstown, Rasharkin, Rathfriland, Richhill, Roslea, Rostrevor, Saintfield, Scarva, Seaforde, Seskinore,
  Sion Mills, Sixmilecross, Spa, Stewartstown, Stormont, Strabane, Strangford, Swatragh, Tandragee, Tempo,
  Templepatrick, Tobermore, Toomebridge, Toome, Trillick, Tynan, Upperlands, Victoria Bridge, Waringstown,
  Warrenpoint, Whiteabbey, Whitecross, Whitehead`;

const DISTRICTS = `
  Andersonstown, Ardoyne, Ballybeen, Ballyhackamore, Ballymacarrett, Ballymagroarty, Ballymurphy, Ballynafeigh,
  Ballysally, Ballysillan, Ballykeel, Ballysloughan, Belvoir, Bloomfield, Bogside, Brandywell, Braniel, Brownlow,
  Carnhill, Carnmoney, Castlereagh, Cathedral Quarter, Clonard, Cregagh, Creggan, Culmore, Currynierin,
  Drumgor, Dunclug, Dunville, Finaghy, Fortwilliam, Galliagh, Gilnahirk, Glencairn, Glenbryn, Glengormley,
  Gobnascale, Harryville, Hightown, Kilcooley, Kilwilkie, Knocknagoney, Lagmore, Lenadoon, Ligoniel, Lisnagelvin,
  Malone, Mossley, Monkstown, Mount Vernon, Nelson Drive, New Lodge, Newtownbreda, Oldpark, Old Warren, Ormeau,
  Poleglass, Rathcoole, Rathenraw, Ravenhill, Sandy Row, Shankill, Shantallow, Short Strand, Strandtown,
  Stranmillis, Strathfoyle, Sydenham, Taghnevan, Taughmonagh, Tiger's Bay, Tigers Bay, Titanic Quarter,
  Andytown, Antiville, Ballee, Ballycolman, Ballycraigy, Ballygomartin, Ballymacash, Beechmount, Castlemara, Cavehill,
  Cliftonville, Craigyhill, Derrybeg, Divis, Falls Road, Hazelbank, Highfield, Hillhall, Legahory, Lincoln Courts,
  Lisnahull, Melmount, Pennyburn, Rosemount, Seymour Hill, Springmartin, Tonagh, Top of the Hill, Tullygally,
  Willowfield, Tullycarnet, Tullyally, Turf Lodge, Twinbrook, Waterside, Whiterock, Whitewell, Woodvale,
  West|East|North|South Belfast`;

const COURTS_AND_PRISONS = `
  Laganside, Laganside Court|Courts, Royal Courts of Justice, Bishop Street Courthouse, Old Townhall,
  Maghaberry, Magilligan, Hydebank, Hydebank Wood, Woodlands Juvenile Justice Centre, Lakewood`;

const HOSPITALS = `
  Altnagelvin, Antrim Area, Antrim Area Hospital, Ards Hospital, Beechcroft, Belfast City Hospital, Bluestone,
  Causeway Hospital, Craigavon Area, Craigavon Area Hospital, Daisy Hill, Downe Hospital, Downshire Hospital,
  Forster Green, Gransha, Grangewood, Holywell, Holywell Hospital, Knockbracken, Lagan Valley,
  Lagan Valley Hospital, Lurgan Hospital, Mater Hospital, Mid Ulster Hospital, Muckamore, Muckamore Abbey,
  Musgrave Park, Musgrave Park Hospital, Roe Valley Hospital, Royal Victoria, Royal Victoria Hospital,
  Royal Belfast Hospital for Sick Children, Shannon Clinic, South Tyrone Hospital, South West Acute,
  South West Acute Hospital, St Luke's Hospital, Tyrone and Fermanagh Hospital, Ulster Hospital,
  Whiteabbey Hospital`;

const TRUSTS = `
  Belfast|Northern|Southern|Western Trust, South Eastern Trust, Belfast|Northern|Southern|Western Health and
  Social Care Trust, South Eastern Health and Social Care Trust,
  Belfast|Northern|Southern|Western HSC Trust, South Eastern HSC Trust`;

const SCHOOLS = `
  Abbey Christian Brothers, Aquinas Grammar, Ashfield Boys|Girls, Ballymena Academy, Banbridge Academy,
  Bangor Grammar, Belfast High School, Belfast Model, Belfast Royal Academy, Bloomfield Collegiate,
  Cambridge House, Campbell College, Carrickfergus Grammar, Coleraine Grammar, Coláiste Feirste, Dalriada,
  Dominican College, Down High School, Drumragh, Enniskillen Royal, Fort Hill, Foyle College, Friends' School,
  Glenlola, Grosvenor Grammar, Hazelwood, Lagan College, Larne Grammar, Limavady Grammar, Loreto College,
  Lumen Christi, Lurgan College, Methodist College, Methody, Movilla, Newry High School, Oakgrove,
  Omagh Academy, Portadown College, Rathmore, Regent House, Royal School Armagh, Royal School Dungannon,
  Shimna, St Colman's College, St Columb's College, St Dominic's, St Malachy's College, Strabane Academy,
  Strathearn, Sullivan Upper, Thornhill College, Victoria College, Wallace High`;

/** Plain words that are places only after "the", with a capital: the Falls, the Markets, the Glens. */
export const PLACES_AFTER_THE = terms(
  "Falls, Upper|Lower Falls, Glens, Markets, Holylands, Holyland, Village, Fountain, Bone, Murph, Creggan, Mater, Diamond",
);

/** Everything above. A place counts only where it is written with a capital letter. */
export const PLACES = terms(
  [REGIONS, TOWNS, DISTRICTS, COURTS_AND_PRISONS, HOSPITALS, TRUSTS, SCHOOLS].join(","),
);
