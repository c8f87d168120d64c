/** The home page: the progress of this device's learner, and the form for joining a workshop. */

import { answerParent } from "../../record/ui/progress_messages.js";
import { showProgress } from "./home_progress.js";
import { isUnusable, started } from "../../../widget_host/pages/static/page/unusable.js";
import { useOffline } from "../../../widget_host/pages/static/offline/offline.js";
import { useWorkshop } from "../../workshop/ui/learner/entry.js";

if (!isUnusable()) {
  useWorkshop();
  showProgress();
  answerParent();
  useOffline();
}
started();
