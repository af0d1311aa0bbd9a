import { Message } from "@mail/core/common/message";
import { Message as MessageModel } from "@mail/core/common/message_model";
import { patch } from "@web/core/utils/patch";

patch(MessageModel.prototype, {
    setup() {
        super.setup(...arguments);
        /** @type {{label: string, value: string}[]|undefined} */
        this.gift_choices = undefined;
    },
});

patch(Message.prototype, {
    /** What can be clicked instead of typing, below the question that waits for an answer. */
    get giftChoices() {
        const { message, thread } = this.props;
        const chatbot = thread?.chatbot;
        const isWaiting =
            chatbot &&
            !chatbot.completed &&
            !chatbot.isProcessingAnswer &&
            chatbot.currentStep?.message?.eq(message) &&
            !chatbot.currentStep.completed;
        return (isWaiting && message.gift_choices) || [];
    },

    onClickGiftChoice(choice) {
        return this.props.thread.post(choice.value);
    },
});
