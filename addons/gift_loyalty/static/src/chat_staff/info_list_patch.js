import { LivechatChannelInfoList } from "@im_livechat/core/web/livechat_channel_info_list";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

const ORDER = /(\S+)\s+(https?:\/\/\S+\/odoo\/sales\/\d+)/g;

patch(LivechatChannelInfoList.prototype, {
    /** The orders that the note names: it is shown as plain text, in which no link can be clicked. */
    get giftOrders() {
        const note = this.props.thread.livechatNoteText || "";
        const found = new Map();
        for (const [, name, url] of note.matchAll(ORDER)) {
            if (new URL(url).origin === browser.location.origin) {
                found.set(url, { name, url });
            }
        }
        return [...found.values()];
    },
});
