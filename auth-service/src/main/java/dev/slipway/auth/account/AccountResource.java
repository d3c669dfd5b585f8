package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.platform.web.CreatedAnswer;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Accounts in our own API. */
@Path("/api/v1/accounts")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts", description = "Who may use the suite, and with which API key")
@APIResponse(responseCode = "401", description = "No valid token")
public class AccountResource {
    private static final int LONGEST_PAGE = 1000;

    private final Accounts accounts;
    private final Registration registration;
    private final SelfRegistration selfRegistration;
    private final CurrentCaller caller;

    AccountResource(
            Accounts accounts, Registration registration, SelfRegistration selfRegistration, CurrentCaller caller) {
        this.accounts = accounts;
        this.registration = registration;
        this.selfRegistration = selfRegistration;
        this.caller = caller;
    }

    @POST
    @PermitAll
    @Operation(operationId = "createAccount", summary = "Make an account, or ask for one", description = """
        With an administrator's token: makes an account. The answer carries its API key, once: hand it to its owner, who \
        can read it again with `GET /api/1.0/user/{login}`. Without a login, where self-registration is on: asks for an \
        account with `login`, `email`, `display_name` and `password`; it waits for an administrator. The answer is the \
        same when somebody has that e-mail address already.\
        """)
    @APIResponse(
            responseCode = "201",
            description = "Made; `Location` names it",
            content = @Content(schema = @Schema(oneOf = {AccountJson.class, RegisteredJson.class})))
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "403", description = "Not an administrator, and self-registration is off")
    @APIResponse(responseCode = "409", description = "The login, uid or gid is another account's")
    @APIResponse(responseCode = "429", description = "Too many from this network, or too many waiting")
    public Uni<RestResponse<Object>> create(@Nullable NewAccountJson wire) {
        return caller.ask().chain(who -> who.isPresent() ? made(wire, who.get()) : registered(wire));
    }

    private Uni<RestResponse<Object>> made(@Nullable NewAccountJson wire, Caller who) {
        who.mustBeAdmin();
        return registration
                .register(NewAccountJson.toNewAccount(wire), who)
                .map(issued -> created(issued.account().login(), AccountJson.of(issued)));
    }

    private Uni<RestResponse<Object>> registered(@Nullable NewAccountJson wire) {
        var wanted = NewAccountJson.require(wire);
        return selfRegistration
                .register(wanted.toLogin(), wanted.toProfile(), wanted.toPassword())
                .map(_ -> created(wanted.toLogin(), RegisteredJson.of(wanted.toLogin(), wanted.toProfile())));
    }

    private static RestResponse<Object> created(Login login, Object entity) {
        return CreatedAnswer.at("/api/v1/accounts/" + login, entity).build();
    }

    @GET
    @Operation(operationId = "listAccounts", summary = "List accounts by login", description = "For administrators.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.Page.class)),
            description = "A page of accounts, and where the next one begins")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    public Uni<AccountJson.Page> list(
            @Parameter(description = "Only logins after this one") @QueryParam("after") @DefaultValue("") String after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("100") String limit) {
        int length = pageLength(limit);
        if (!after.isEmpty() && !Login.isOne(after)) {
            throw Failure.invalid("after", "not a login");
        }
        return accounts.page(after, length + 1, caller.get()).map(found -> AccountJson.Page.of(found, length));
    }

    @GET
    @Path("/{login}")
    @Operation(
            operationId = "getAccount",
            summary = "Read an account",
            description = "For the account itself and for administrators.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account")
    @APIResponse(responseCode = "404", description = "No such account, or not yours")
    public Uni<AccountJson> get(@PathParam("login") Login login) {
        return Uni.createFrom()
                .deferred(() -> accounts.find(login, caller.get()))
                .map(AccountJson::of)
                .onFailure(AccountResource::isForbidden)
                .transform(_ -> Failure.notFound("account", login));
    }

    @PATCH
    @Path("/{login}")
    @Operation(operationId = "editAccount", summary = "Change an account", description = """
        E-mail, display name and public keys for the account itself; these and all else for administrators. What is \
        absent stays as it is. A new priority or limit counts from the next task on.\
        """)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account as it is now")
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "403", description = "Yours, but that is an administrator's to change")
    @APIResponse(responseCode = "404", description = "No such account, or not yours")
    @APIResponse(responseCode = "409", description = "It is the last active administrator")
    public Uni<AccountJson> edit(@PathParam("login") Login login, @Nullable AccountEditJson wire) {
        var who = caller.get();
        return Uni.createFrom()
                .deferred(() -> accounts.edit(login, AccountEditJson.toEdit(wire), who))
                .map(AccountJson::of)
                .onFailure(fault -> isForbidden(fault) && !who.controls(login.text()))
                .transform(_ -> Failure.notFound("account", login));
    }

    @POST
    @Path("/{login}/activate")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "activateAccount",
            summary = "Let somebody in who registered",
            description = "For administrators. Doing it twice changes nothing.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account as it is now")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such account")
    @APIResponse(responseCode = "409", description = "It is disabled")
    public Uni<AccountJson> activate(@PathParam("login") Login login) {
        return accounts.activate(login, caller.get()).map(AccountJson::of);
    }

    @POST
    @Path("/{login}/api-key")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "regenerateApiKey", summary = "Replace the API key", description = """
        For the account itself and for administrators. The old key stops working at once, and every token of the account \
        within five seconds. The answer carries the new key, once.\
        """)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account with its new key")
    @APIResponse(responseCode = "404", description = "No such account, or not yours")
    public Uni<AccountJson> regenerateKey(@PathParam("login") Login login) {
        return Uni.createFrom()
                .deferred(() -> accounts.regenerateKey(login, caller.get()))
                .map(AccountJson::of)
                .onFailure(AccountResource::isForbidden)
                .transform(_ -> Failure.notFound("account", login));
    }

    @POST
    @Path("/{login}/disable")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "disableAccount", summary = "Disable an account", description = """
        For administrators. Its key stops working at once, its tokens within five seconds. Doing it twice changes nothing.\
        """)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account as it is now")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such account")
    @APIResponse(responseCode = "409", description = "It is your own")
    public Uni<AccountJson> disable(@PathParam("login") Login login) {
        return accounts.disable(login, caller.get()).map(AccountJson::of);
    }

    @POST
    @Path("/{login}/enable")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "enableAccount", summary = "Enable an account", description = """
        For administrators. Its key works again; tokens made before it was disabled do not. Doing it twice changes \
        nothing.\
        """)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AccountJson.class)),
            description = "The account as it is now")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such account")
    @APIResponse(responseCode = "409", description = "It waits to be activated")
    public Uni<AccountJson> enable(@PathParam("login") Login login) {
        return accounts.enable(login, caller.get()).map(AccountJson::of);
    }

    /** Whose account it is, and whether there is one, is nobody else's business. */
    private static boolean isForbidden(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.FORBIDDEN;
    }

    private static int pageLength(String limit) {
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > LONGEST_PAGE) {
            throw Failure.invalid("limit", "a number from 1 to " + LONGEST_PAGE);
        }
        return Integer.parseInt(limit);
    }
}
