import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { Interaction } from "@web/public/interaction";
import { getDesigner } from "./gift_designer";

/** Starts a list of names with the design that the product page shows. */
export class GiftNamesStart extends Interaction {
    static selector = ".o_gift_names_start";
    dynamicContent = {
        button: { "t-on-click": this.locked(this.onStart, true) },
    };

    async onStart() {
        const page = this.el.closest("#product_detail_main");
        const params = getDesigner(page)?.getParams();
        if (!params?.product_id) {
            return;
        }
        this.tell("");
        try {
            const answer = await this.waitFor(rpc("/gift/names/start", params, { silent: true }));
            if (answer.error) {
                this.tell(answer.error);
            } else {
                redirect(answer.url);
            }
        } catch {
            this.tell(_t("No connection. Please try again when you are connected."));
        }
    }

    tell(sentence) {
        this.el.querySelector(".o_gift_names_error").textContent = sentence;
    }
}

registry.category("public.interactions").add("gift_personalization.names_start", GiftNamesStart);
