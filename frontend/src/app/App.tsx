import { SessionProvider } from "../session";
import { Header } from "./Header";
import { Providers } from "./Providers";
import { VIEWS } from "./views";
import { Workbench } from "./Workbench";
import classes from "./app.module.css";

export function App() {
  return (
    <Providers>
      <SessionProvider openView={VIEWS[0].id}>
        <div className={classes.page}>
          <Header />
          <Workbench />
        </div>
      </SessionProvider>
    </Providers>
  );
}
