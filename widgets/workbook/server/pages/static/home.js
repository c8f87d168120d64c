/** The home page: how far this device's learner has come, and the door to a workshop. */

import { answerParent } from "../../../front/telling.js";
import { showProgress } from "./home_progress.js";
import { isUnusable, started } from "./unusable.js";
import { useWorkshop } from "./workshop_door.js";

if (!isUnusable()) {
  useWorkshop();
  showProgress();
  answerParent();
}
started();
