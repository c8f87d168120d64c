/**
 * A notebook's page in the workbook: besides its widgets, the way
 * through it, the way into a workshop, and progress for a platform.
 */

import { openPage } from "../../../widget_host/pages/static/page/page_opening.js";
import { useListeningSetting } from "../../front/listening_setting.js";
import { answerParent } from "../../record/ui/progress_messages.js";
import { usePath } from "./path.js";
import { revealLinked, useUnits } from "./units.js";
import { useWorkshop } from "../../workshop/ui/learner/entry.js";

openPage({
  first: () => {
    useListeningSetting();
    useUnits();
    useWorkshop();
  },
  opened: () => {
    usePath();
    revealLinked();
    answerParent();
  },
});
