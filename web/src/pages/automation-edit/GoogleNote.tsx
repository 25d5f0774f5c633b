// What is told where an automation needs an account at Google.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { googleQueries } from "@/api/google";
import { paths } from "@/paths";

export function GoogleNote() {
  const account = useQuery(googleQueries.status).data;
  if (!account) return null;
  if (account.connected) return <p className="text-soft">It uses your Google account {account.email}.</p>;
  return (
    <p className="text-warn">
      {account.available ? "You have no Google account connected yet. " : "This server is not set up for Google yet. "}
      <Link {...paths.google()} target="_blank" className="text-accent underline">
        {account.available ? "Connect one (in another tab)" : "How it is set up (in another tab)"}
      </Link>
    </p>
  );
}
