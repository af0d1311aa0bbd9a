import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { Interaction } from "@web/public/interaction";
import { forgetDesigns, readKept } from "../js/kept_designs";

/** After a login, hands the designs of this browser over to the account; the keys leave it. */
export class GiftClaim extends Interaction {
    static selector = "#wrapwrap";

    async willStart() {
        const kept = session.is_website_user ? [] : readKept();
        if (kept.length) {
            this.claim(kept);
        }
    }

    async claim(kept) {
        const keys = kept.map((design) => design.key);
        try {
            const claimed = await this.waitFor(
                rpc("/gift/design/find", { keys }, { silent: true })
            );
            if (!claimed.error) {
                forgetDesigns(kept.map((design) => design.id));
            }
        } catch {
            // The next page tries again.
        }
    }
}

registry.category("public.interactions").add("gift_personalization.claim", GiftClaim);
