/** A notebook's page. */

import { openPage } from "./page_opening.js";

openPage();
