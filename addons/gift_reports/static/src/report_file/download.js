import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";

/** Fetches the file that the form "Report as a file" asks for, then closes the form. */
async function downloadReport(env, action) {
    env.services.ui.block();
    try {
        await download({
            url: "/gift/report/file",
            data: { wizard_id: action.params.wizard_id },
        });
    } finally {
        env.services.ui.unblock();
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("gift_report_download", downloadReport);
