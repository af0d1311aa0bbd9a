import { LivechatChannelInfoList } from "@im_livechat/core/web/livechat_channel_info_list";
import { useEffect, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

patch(LivechatChannelInfoList.prototype, {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.giftBrief = useState({ order: false, gifts: [], tickets: [] });
        useEffect(
            (channel, _messages) => {
                this.readGiftBrief(channel);
            },
            // A message of the customer may name another order, or have become a ticket.
            () => [this.props.thread.id, this.props.thread.messages.length]
        );
    },

    /** Read which order, gifts and tickets the conversation is about; nothing without the rights. */
    async readGiftBrief(channel) {
        const nothing = { order: false, gifts: [], tickets: [] };
        const found = channel > 0 ? await this.orm.call("gift.chat", "get_brief", [channel]) : {};
        if (channel === this.props.thread.id) {
            Object.assign(this.giftBrief, nothing, found);
        }
    },
});
